"""Questions to the second line: who can be asked, what was asked, calls made, and what was said."""
