"""The page of the second line, outside the login: one question, answered by a link."""
