"""file_search: documents read safely, cut into passages, indexed, searched and cited."""
