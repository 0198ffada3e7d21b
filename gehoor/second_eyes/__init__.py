"""When a second person looks before an answer leaves: what each team agreed, and running cases."""
