"""Which thread a question belongs to, and where that is kept."""
