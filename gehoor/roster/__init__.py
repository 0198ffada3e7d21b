"""Who works when: shifts of every day or week, swaps, and who is on duty now."""
