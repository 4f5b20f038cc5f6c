"""The server: the documented calls, their stores, and faults on demand."""
