"""Every part of the screens, in every state, on one page."""
