"""The creations of the Create page."""
