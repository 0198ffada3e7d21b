"""How one's own account is guarded: second steps, recovery codes, and where one is logged in."""
