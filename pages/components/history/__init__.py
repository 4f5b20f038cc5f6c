"""The jobs of a visitor: search, open, watch and use again, delete, export."""
