"""The people: a fixed cast, and those that are invented from a prompt."""
