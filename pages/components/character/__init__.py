"""One character: card, details, download, shortlist."""
