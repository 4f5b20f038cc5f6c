"""The model behind the pages: state and decisions. Nothing here draws or imports Streamlit."""
