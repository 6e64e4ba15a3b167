"""From frames to a transcript: who speaks when, and what was said."""
