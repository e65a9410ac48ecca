"""The steps on the way to results: for each family, code that prints the stages, and sentences."""
