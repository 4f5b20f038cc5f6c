"""The plain page: what somebody would write in twenty lines, with the API asked in each run."""

import os

import requests
import streamlit as st

SIZE = 24

st.set_page_config(layout="wide")
page = st.pagination(40, key="page", bind="query-params", max_visible_pages=5)
answer = requests.get(
    f"{os.environ['ETERNALAI_BASE_URL']}/v2/characters",
    params={"page": page, "limit": SIZE},
    timeout=20,
)
for row in range(0, SIZE, 6):
    for column, person in zip(st.columns(6), answer.json()["result"][row : row + 6], strict=False):
        with column.container(border=True):
            st.image(person["avatar_url"])
            st.subheader(person["display_name"])
