"""What boto3 is built on, as far as programs see it: its exceptions."""
