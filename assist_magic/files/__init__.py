"""Files: what goes between this machine and a thread, both ways, and where it lies here."""
