"""One folder per platform; found by kit.plugins, never imported by name."""
