"""Who works when, who is on duty, and who is away."""
