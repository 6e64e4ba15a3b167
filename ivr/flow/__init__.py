"""The call flow as its author wrote it."""
