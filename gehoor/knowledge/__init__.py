"""What we know and agreed: texts that are kept to answer with, and the protocol."""
