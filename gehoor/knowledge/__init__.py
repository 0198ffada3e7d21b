"""What we know and say again: texts that are kept to answer with."""
