"""Models: everything that can take a turn. `base` is the seam; each other file is one kind."""
