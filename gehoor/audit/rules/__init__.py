"""Rules about the log. No database, no Django: values in, answer out."""
