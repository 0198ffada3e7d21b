"""Backups: the whole of an installation in one file, and back. The format is docs/adr/0011."""
