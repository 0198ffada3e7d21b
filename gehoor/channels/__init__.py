"""Accounts we are connected to, and what they delivered, raw."""
