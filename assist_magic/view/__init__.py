"""What the cell shows."""
