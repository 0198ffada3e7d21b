"""The door for platforms that push to us."""
