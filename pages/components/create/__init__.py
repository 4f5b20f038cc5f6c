"""The feature "create": creations, from a description to a character."""
