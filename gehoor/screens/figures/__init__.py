"""Reports of counts: how it went, in numbers that name no person."""
