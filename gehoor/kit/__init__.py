"""Small tools that know nothing about webcare."""
