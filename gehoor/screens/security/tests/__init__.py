"""Tests of how one guards the own account."""
