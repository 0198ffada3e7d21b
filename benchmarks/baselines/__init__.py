"""What a figure is compared with: the same work with the least that could do it."""
