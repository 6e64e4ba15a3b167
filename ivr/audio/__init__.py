"""Sound in and out: frames, lines, and what is done to samples."""
