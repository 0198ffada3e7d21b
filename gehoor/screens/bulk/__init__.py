"""One act on many conversations: what is asked about it, how far it is, and the way back."""
