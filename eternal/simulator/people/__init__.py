"""The people: a fixed cast, and people invented from a prompt."""
