"""The opening hours for a website: for anybody, once an administrator publishes them."""
