"""How colleagues prove who they are, and the sessions in which they work."""
