"""One character, as all pages show it."""
