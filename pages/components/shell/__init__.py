"""Everything around the pages: the server, the frame, navigation, forms and messages."""
