"""Tests of the page of a thread."""
