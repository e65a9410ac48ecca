"""A Jupyter extension that talks to an assistant."""
