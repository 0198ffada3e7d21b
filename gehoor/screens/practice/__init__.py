"""Practising: one's own answers, what a coordinator says of them, and the way to live."""
