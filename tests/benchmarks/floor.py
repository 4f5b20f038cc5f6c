"""The floor: as many native cards as a page of the gallery has, from memory, with no API."""

import json
import os
from html import escape
from pathlib import Path

import streamlit as st

SIZE = 24

st.set_page_config(layout="wide")
people = json.loads(Path(os.environ["BENCHMARK_PEOPLE"]).read_text("utf-8"))
pages = -(-len(people) // SIZE)
page = st.pagination(pages, key="page", bind="query-params", max_visible_pages=5)
grid = st.grid("auto", min_column_width=165, border=True)
for person in people[(page - 1) * SIZE : page * SIZE]:
    with grid.cell():
        st.image(person["avatar_url"], width="stretch", alt=person["display_name"])
        st.html(f"<h2>{escape(person['display_name'])}</h2>")
