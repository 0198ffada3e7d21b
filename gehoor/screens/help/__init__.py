"""Help, one page a subject."""
