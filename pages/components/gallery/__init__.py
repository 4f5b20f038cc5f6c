"""The gallery: its controls, its pages and its views."""
