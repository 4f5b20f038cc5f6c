"""The server: the documented calls, what they keep, and how they misbehave when told to."""
