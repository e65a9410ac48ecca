"""Hint mode: the next hint instead of the answer, until the student asks for the answer."""
