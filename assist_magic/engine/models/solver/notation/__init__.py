"""Formulas as people write them, in plain text, Python or LaTeX, read into trees; none is run."""
