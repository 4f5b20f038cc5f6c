"""Where characters come from: the source in use, its cache, and the threads that ask it."""
