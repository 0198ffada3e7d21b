"""Who has what, for who coordinates."""
