"""How words are pronounced: what an author writes, what a model's dictionary knows, and what can be guessed."""
