"""The pictures: frozen portraits, what effects make of them, and a video."""
