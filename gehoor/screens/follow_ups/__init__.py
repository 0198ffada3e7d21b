"""What is still to be told as solved, under public complaints."""
