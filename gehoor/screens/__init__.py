"""What colleagues see: one folder per screen, templates beside the views."""
