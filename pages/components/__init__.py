"""Everything that draws and is no page: a folder for each feature."""
