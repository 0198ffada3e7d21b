"""Splitting a conversation and merging two: what is asked, and the way back."""
