"""Recorded callers, all of them synthetic, and the recipe that makes them."""
