"""Hints to open screens as they happen: ids only, to who may hear them, while they may."""
