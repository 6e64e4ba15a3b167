"""What callers get: every version of a line that was published, and which one is live."""
