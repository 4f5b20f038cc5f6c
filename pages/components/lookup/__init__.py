"""Looking up characters by their IDs."""
