"""What takes a skill, and who has it: granted by whom, and until when."""
