"""Reading: the text of documents. Runs in a confined process of its own, never in the engine.

Nothing here imports anything of the engine but the confinement and the words and chunks.
"""
