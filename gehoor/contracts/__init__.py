"""The shapes a plug-in must have."""
