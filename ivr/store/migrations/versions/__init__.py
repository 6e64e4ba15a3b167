"""The revisions, one module each; the four digits of its name are the revision."""
