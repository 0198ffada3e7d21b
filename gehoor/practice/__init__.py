"""Practising before going live: when that is meant to be, what must be ready, what was learned."""
