"""Setting up: channels, people and teams."""
