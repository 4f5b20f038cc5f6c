"""The package as somebody installs it, in an environment of its own."""
