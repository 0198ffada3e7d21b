"""People who write to us, and the addresses they write from."""
