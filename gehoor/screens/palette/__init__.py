"""Ctrl+K: search, or choose what to do by its name; each with the key that does the same."""
