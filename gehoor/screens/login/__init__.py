"""Logging in, and the one-time link with which somebody sets a password."""
