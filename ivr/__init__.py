"""An offline voice line: callers say in their own words what they need, and get it or the right person."""

__version__ = "0.1.0"
