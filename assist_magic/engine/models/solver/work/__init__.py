"""Checking a student's lines of work: reading them, and which of them does not follow."""
