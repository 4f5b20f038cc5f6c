"""The form of pictures and videos."""
