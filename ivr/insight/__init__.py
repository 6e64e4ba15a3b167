"""What the line is worth, measured."""
