"""Where colleagues named somebody in a note, newest first."""
