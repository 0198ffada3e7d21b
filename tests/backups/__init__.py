"""Backups made and put back, on databases of their own beside the one of the tests."""
