"""What we follow: the words watched for in channels that are only read, and what was found."""
