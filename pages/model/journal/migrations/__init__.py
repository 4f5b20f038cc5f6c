"""How the journal's schema came to be, one file a revision; run by Alembic when it is opened."""
