"""The feature "generate": the form of pictures and videos, and their jobs."""
