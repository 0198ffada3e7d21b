"""The Postvak: what waits for an answer."""
