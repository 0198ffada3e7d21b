"""Matters: many conversations about one thing, answered in one reviewed go."""
