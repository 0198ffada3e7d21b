"""Conversations, messages and our replies."""
