"""Everything that changes the tables of the inbox."""
