"""Labels and sentences of the pages, and values that several tests type into them."""

CREATE = "Create character"
DESCRIBE = "Describe the character"
DONE = "Done. Here is your character."

PROMPT = "A potter from Faenza who collects rain."
ELARA = "6790"
"""The id of a character whom both the list and the demo hold."""
HOUR = 3600.0
"""Seconds that a creation takes when no test waits for its end."""
