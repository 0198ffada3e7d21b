"""Logging in by a provider: one that behaves, one that lies, and a certified one."""
