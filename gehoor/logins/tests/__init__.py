"""Tests of how colleagues prove who they are."""
