"""Everything in an open format, and back: what others can read, and what is not ours to keep."""
