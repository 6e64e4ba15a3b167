"""Decoding graphs made from words and their pronunciations, in the formats that libvosk reads."""
