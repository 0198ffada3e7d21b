"""Which team something is for: rules that say when, if and then, and what came back of it."""
