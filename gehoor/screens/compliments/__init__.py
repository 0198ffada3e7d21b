"""Compliments to publish: which may be quoted, and taking them over."""
