"""Where browsers report what our content policy stopped: counted, nothing kept."""
