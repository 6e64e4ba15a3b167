"""Tests beside the flow, typed trials, and what a draft would change."""
