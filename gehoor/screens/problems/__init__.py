"""Replies that did not go out, or may not have."""
