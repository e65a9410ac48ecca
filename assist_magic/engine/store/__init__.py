"""What the engine keeps, and the only SQL: objects in shelves, and the passages of documents."""

from assist_magic.engine.store.database import Store, open_store
from assist_magic.engine.store.passages import Candidate, PassageIndex, Statistics
from assist_magic.engine.store.shelf import PageOf, Shelf, Tally

__all__ = [
    "Candidate",
    "PageOf",
    "PassageIndex",
    "Shelf",
    "Statistics",
    "Store",
    "Tally",
    "open_store",
]
