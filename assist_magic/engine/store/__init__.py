"""What the engine keeps, and the only SQL: objects in shelves, and the passages of documents."""

from assist_magic.engine.store.database import DatabaseUnusable, Store, check_database, open_store
from assist_magic.engine.store.passages import Candidate, PassageIndex, Statistics
from assist_magic.engine.store.shelf import PageOf, Shelf, Tally

__all__ = [
    "Candidate",
    "DatabaseUnusable",
    "PageOf",
    "PassageIndex",
    "Shelf",
    "Statistics",
    "Store",
    "Tally",
    "check_database",
    "open_store",
]
