"""What the pages keep and decide. Nothing here draws, and nothing here knows Streamlit."""
