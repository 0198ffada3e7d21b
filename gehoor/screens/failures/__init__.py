"""What came in and could not be read."""
