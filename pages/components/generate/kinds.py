"""Whether a result is a picture or a video, where its address does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from eternal import MediaKind
from pages.model.jobs import What

if TYPE_CHECKING:
    from pages.model.jobs import GenerationJob


def asked_kind(job: GenerationJob) -> MediaKind:
    """What was asked for; where nobody knows, the visitor says how to show it."""
    if job.what in {What.PICTURE, What.VIDEO}:
        return MediaKind(job.what.value)
    return st.segmented_control(
        "Show it as a",
        list(MediaKind),
        default=MediaKind.PICTURE,
        key=f"kind-{job.key}",
        required=True,
        help="The service does not say which it is. If one stays empty, choose the other.",
    )
