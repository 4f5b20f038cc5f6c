"""The script that Streamlit runs for each visitor, again at each change."""

from pages.components.shell.layout import render_layout

render_layout()
