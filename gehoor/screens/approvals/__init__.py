"""Answers that a second person looks at before they leave."""
