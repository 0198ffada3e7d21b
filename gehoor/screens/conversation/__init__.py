"""One conversation: its messages, what was done, and the answer being written."""
