"""Whether a result is a picture or a video, if its address does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from eternal import MediaKind
from pages.model.jobs import JobKind

if TYPE_CHECKING:
    from pages.model.jobs import Job


def asked_kind(job: Job) -> MediaKind:
    """The requested kind; if it is unknown, render a choice for the visitor."""
    if job.kind in {JobKind.PICTURE, JobKind.VIDEO}:
        return MediaKind(job.kind.value)
    return st.segmented_control(
        "Show it as a",
        list(MediaKind),
        default=MediaKind.PICTURE,
        key=f"kind-{job.key}",
        required=True,
        help="The service does not say which it is. If one stays empty, choose the other.",
    )
