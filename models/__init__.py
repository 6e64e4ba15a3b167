"""Starter models and the recipes that build them."""
