"""When we are there: the opening hours of the organisation."""
