"""What the line says: the words, and the voice that speaks them."""
