"""Answers that are looked up."""
