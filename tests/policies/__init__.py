"""Who may do what, asked of every address there is."""
