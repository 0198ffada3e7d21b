"""Colleagues, teams, roles, and who may do what."""
