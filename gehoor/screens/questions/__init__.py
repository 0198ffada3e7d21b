"""Questions to the second line: asking, calling, what waits, and what came back."""
