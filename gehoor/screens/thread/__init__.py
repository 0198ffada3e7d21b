"""A public thread on one page: what is said in it as a tree, what fits, and dealing with many."""
