"""The script that Streamlit runs for each visitor, again at each change."""

from pages.components.shell.layout import draw_frame

draw_frame()
