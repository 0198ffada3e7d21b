"""The demo: a made-up municipality on a Gehoor of which nothing can leave."""
