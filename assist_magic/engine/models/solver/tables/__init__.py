"""Questions on uploaded tables: their words, the pandas code for them, and their answers."""
