"""The agenda anybody can read: a page, a calendar file and JSON."""
