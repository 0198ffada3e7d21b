"""Hostile content in a real browser."""
