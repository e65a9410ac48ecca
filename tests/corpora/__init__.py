"""Prompts and answers by the hundred, each with what shall come of it."""
