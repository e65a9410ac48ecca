"""A run from the question to the last snapshot: opened, followed, stopped, read."""
