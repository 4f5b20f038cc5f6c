"""Answers to throw at the client: as documented, damaged in one place, or anything at all."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import strategies as st

from eternal.calls import CALLS
from eternal.models import LARGEST_ID
from tests.contract.examples import RESULT, answer

IDS = st.integers(1, LARGEST_ID)

_NASTY_TEXTS = [
    "",
    "\x00",
    "\u202egnp.exe",
    "\u200f\u2066x\u2069",
    "👩\u200d🚀 🏴\U000e0067\U000e0062\U000e007f",
    "<script>alert(1)</script>",
    "![x](https://example.com/x.png) $\\int$ :material/star:",
    "=cmd|' /C calc'!A0",
    "{id}{0}%s%(x)s",
    "../../etc/passwd",
    "Z̸̡̢͔a̷̛l̶g̵o̷" * 20,
    "a" * 10_000,
]
TEXTS = st.sampled_from(_NASTY_TEXTS) | st.text(max_size=40)
"""Text that a strict server may send, and that is hard to show."""
UNKNOWN_WORDS = TEXTS.map(lambda text: f"?{text}")
"""Text for a status that is by no chance a word that means something."""

_SURROGATES = st.text(st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF), min_size=1)
_MANY_DIGITS = "a number of 5,000 digits"  # Python itself cannot write it
_DEEP = st.integers(1, 300).map(lambda depth: json.loads("[" * depth + "]" * depth))

ODD_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**25), 10**25),
    st.sampled_from([0, -1, LARGEST_ID, LARGEST_ID + 1, 2**63]),
    st.floats(),
    TEXTS,
    _SURROGATES,
    st.just(_MANY_DIGITS),
    st.sampled_from(["6870", " 6870", "6_870", "٦٨٧٠", "9" * 5000, "NaN", "null"]),
    _DEEP,
    st.lists(st.integers(), max_size=3),
    st.dictionaries(TEXTS, st.integers() | TEXTS, max_size=3),
)
"""A value of any type and size, for a place where another is expected."""


def encoded(answer: object) -> bytes:
    """An answer as bytes, with escapes, so that any text and any number can be sent."""
    return json.dumps(answer).replace(f'"{_MANY_DIGITS}"', "9" * 5000).encode()


_OPTIONAL_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "username": TEXTS | st.none(),
    "display_name": TEXTS | st.none(),
    "description": TEXTS | st.none(),
    "avatar_url": TEXTS | st.none(),
    "age": st.integers(-LARGEST_ID, LARGEST_ID) | st.none(),
    "gender": st.sampled_from(["female", "male"]) | TEXTS,
    "status": st.sampled_from(["approved", "pending"]) | TEXTS,
    "category": st.sampled_from(["default", "internal"]) | TEXTS,
    "mood": ODD_VALUES,
}


def characters(ids: st.SearchStrategy[int] = IDS) -> st.SearchStrategy[dict[str, Any]]:
    """Records that the models promise to read."""
    return st.fixed_dictionaries({"id": ids}, optional=_OPTIONAL_FIELDS)


PAGES = st.fixed_dictionaries({"result": st.lists(characters(), max_size=8)})
"""Pages that the models promise to read."""

POLLS = st.builds(
    lambda character, status: {"status": status, "result": character, "error": None},
    characters(st.just(6870)),
    st.sampled_from(["pending", "processing", "success"]) | UNKNOWN_WORDS,
)
"""Answers for character 6870 that are no failure."""

CREATIONS = st.builds(
    lambda character, request_id: {"request_id": request_id, "result": character, "error": None},
    characters(),
    TEXTS | IDS.map(str),
)
"""Creations that the models promise to read."""


REQUEST_IDS = st.from_regex(r"[!-.0-\[\]-~]{1,200}", fullmatch=True).filter(
    lambda id: id not in {".", ".."}
)
"""Whatever may be one part of a path."""

_PARTS = st.fixed_dictionaries(
    {"request_id": REQUEST_IDS},
    optional={
        "status": st.sampled_from(["pending", "processing", "queued"]) | ODD_VALUES,
        "result": TEXTS | ODD_VALUES,
        "progress": st.integers(0, 100) | ODD_VALUES,
        "credits_remaining": st.floats(0, 1000) | ODD_VALUES,
        "mood": ODD_VALUES,
    },
)
GENERATIONS = st.one_of(
    _PARTS,
    st.builds(
        lambda part, around, status: {**around, "status": status, "data": part},
        _PARTS,
        st.dictionaries(TEXTS, ODD_VALUES, max_size=3),
        st.integers(-5, 5) | st.none() | st.booleans(),
    ),
)
"""Accepted requests in either envelope, of which nothing but the id has to be right."""

ADDRESSES = st.sampled_from(
    [
        RESULT["result_url"],
        "https://cdn.example.com/v.mp4?Signature=a%2Fb",
        "data:video/webm;base64,GkXfow==",
        "http://127.0.0.1:8787/x.png",
    ]
)
RESULTS = st.builds(
    lambda part, address, is_inside: (
        {"status": 1, "data": {**part, **address}} if is_inside else {**part, **address}
    ),
    st.fixed_dictionaries(
        {
            "request_id": st.just(RESULT["request_id"]),
            "status": st.sampled_from(["pending", "processing", "success"]) | UNKNOWN_WORDS,
        },
        optional={"progress": st.integers(0, 100) | ODD_VALUES, "mood": ODD_VALUES},
    ),
    st.fixed_dictionaries({"result_url": ADDRESSES}),
    st.booleans(),
)
"""Polls of a documented request that are no failure, in either envelope."""


@st.composite
def damaged(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """The document with one value, at any depth, removed or replaced."""
    answer = copy.deepcopy(document)
    owner: Any = answer
    while True:
        key = draw(st.sampled_from(list(owner) if isinstance(owner, dict) else range(len(owner))))
        if not isinstance(owner[key], (dict, list)) or not owner[key] or draw(st.booleans()):
            break
        owner = owner[key]
    if draw(st.booleans()):
        del owner[key]
    else:
        owner[key] = draw(ODD_VALUES)
    return answer


DAMAGED = st.sampled_from([answer(call.name) for call in CALLS]).flatmap(damaged)
"""Documented answers, damaged in one place."""

_NAMES = [
    *("result", "status", "error", "request_id", "id", "data"),
    *("progress", "result_url", "credits_remaining"),
]
ANY_JSON = st.recursive(
    ODD_VALUES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(_NAMES) | TEXTS,
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)

_FIRST_BYTES = [
    b"",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'{"result": ',
    b"<html>",
    b"[" * 20_000,
    b"null",
]
ANY_BYTES = st.builds(bytes.__add__, st.sampled_from(_FIRST_BYTES), st.binary(max_size=200))
