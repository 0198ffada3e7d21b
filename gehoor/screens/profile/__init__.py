"""How a colleague wants to see and steer Gehoor."""
