"""Exact conversion of the CMU Sphinx en-us acoustic model into a Vosk model directory."""
