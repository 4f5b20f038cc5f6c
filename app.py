"""The dashboard: ``streamlit run app.py``."""

from pages.components.frame import draw_frame

draw_frame()
