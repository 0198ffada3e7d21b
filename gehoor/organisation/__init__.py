"""Who we are: name, signature, agreements, privacy, and how far setting up has come."""
