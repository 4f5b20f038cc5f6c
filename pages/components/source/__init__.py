"""The source of characters: demo or live, its clients, its cache and its threads."""
