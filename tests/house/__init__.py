"""The rules of the house, held by machine; ARCHITECTURE.md says why they are there."""
