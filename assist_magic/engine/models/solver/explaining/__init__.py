"""Explanations of the steps of an answer that was given: what is done in one, and why."""
