"""Exercises to practise with: what is asked for, how they are made, and the sheet of them."""
