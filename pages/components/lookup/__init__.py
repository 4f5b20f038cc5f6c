"""The feature "lookup": characters by their ids."""
