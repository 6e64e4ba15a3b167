"""The recipe of the Mandarin starter: synthetic speech, a small network trained on it, and its vocabulary."""
