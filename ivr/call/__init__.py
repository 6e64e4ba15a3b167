"""One call, from the first frame to the last record."""
