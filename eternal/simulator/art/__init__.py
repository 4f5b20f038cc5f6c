"""The pictures: frozen portraits, effects on them, and a video."""
