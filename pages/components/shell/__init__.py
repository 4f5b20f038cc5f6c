"""What is around every page: the server, the script that Streamlit runs, and the pages' paths."""
