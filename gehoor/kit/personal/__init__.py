"""What in a text says who somebody is: found, never kept."""
