"""The effects that a deployment names in its settings."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from eternal import ConfigurationError, Effect, MediaKind
from eternal.simulator import EFFECTS
from pages.model.settings import LONGEST_EFFECT_NAME, MOST_EFFECTS, read_effects

LOFI = {"name": "Lofi Style", "id": "57421d3726265d3257260c", "kind": "picture"}
ZOOM = {"name": "Zoom out", "id": "z-1", "kind": "video"}
BOTH = (
    Effect("Lofi Style", "57421d3726265d3257260c", MediaKind.PICTURE),
    Effect("Zoom out", "z-1", MediaKind.VIDEO),
)


def under(effects: object) -> dict[str, Any]:
    """Secrets that hold these effects."""
    return {"ETERNALAI_API_KEY": "sk-1", "eternalai": {"effects": effects}}


@pytest.mark.parametrize(
    "place",
    [
        under([LOFI, ZOOM]),
        under((LOFI, ZOOM)),
        under({"first": LOFI, "second": ZOOM}),
        under(
            {
                "Lofi Style": {"id": LOFI["id"], "kind": "picture"},
                "Zoom out": {"id": "z-1", "kind": "video"},
            }
        ),
        under([{**LOFI, "id": f" {LOFI['id']} ", "name": " Lofi Style "}, {**ZOOM, "note": 1}]),
    ],
)
def test_good_effects(place: dict[str, Any]) -> None:
    """A list of tables, or a table of tables under a name, is read in order."""
    assert read_effects(place) == BOTH


@pytest.mark.parametrize("place", [{}, {"eternalai": {}}, {"eternalai": "x"}, under([]), under({})])
def test_no_effects(place: dict[str, Any]) -> None:
    """Without any settings of effects there are none."""
    assert read_effects(place) == ()


NONSENSE: list[tuple[object, str]] = [
    ("Lofi Style", "no list of effects"),
    (5, "no list of effects"),
    (["Lofi Style"], "Effect 1 in .* no table"),
    ({"Lofi Style": LOFI["id"]}, "Effect 1 in .* no table"),
    ([LOFI, {**ZOOM, "name": ""}], "Effect 2 in .* no name"),
    ([{**LOFI, "name": "a\nb"}], "no name"),
    ([{**LOFI, "name": 7}], "no name"),
    ([{**LOFI, "name": "a" * (LONGEST_EFFECT_NAME + 1)}], "more than 60 letters"),
    ([{**LOFI, "kind": "sound"}], "'picture' or 'video'"),
    ([{**LOFI, "kind": ["picture"]}], "'picture' or 'video'"),
    ([{"name": "a", "id": "b"}], "'picture' or 'video'"),
    ([{**LOFI, "id": ""}], "no id"),
    ([{**LOFI, "id": 57421}], "no id"),
    ([{**LOFI, "id": "a" * 201}], "no id"),
    ([LOFI, {**ZOOM, "id": LOFI["id"]}], "same id twice"),
    ([LOFI, {**ZOOM, "name": LOFI["name"]}], "same name twice"),
    ([{**LOFI, "name": str(n), "id": str(n)} for n in range(MOST_EFFECTS + 1)], "more than 100"),
]


@pytest.mark.parametrize(("effects", "said"), NONSENSE)
def test_nonsense_is_told(effects: object, said: str) -> None:
    """An effect that cannot be used is an error that says where it is and what is wrong."""
    with pytest.raises(ConfigurationError, match=said) as caught:
        read_effects(under(effects))
    assert "[eternalai.effects]" in str(caught.value)


def test_bounds() -> None:
    """As many effects as there may be, with the longest of names, are read."""
    many = [{**LOFI, "name": f"{n:060}", "id": str(n)} for n in range(MOST_EFFECTS)]
    assert len(read_effects(under(many))) == MOST_EFFECTS == 100


def test_an_effect_is_a_value() -> None:
    """An effect that many sessions share cannot be changed."""
    with pytest.raises(FrozenInstanceError):
        BOTH[0].name = "x"  # type: ignore[misc]
    assert len({*BOTH, *read_effects(under([LOFI]))}) == 2


def test_effects_of_the_simulator() -> None:
    """The simulator's two effects have the vendor's names; one makes a picture, one a video."""
    assert [(one.name, one.kind) for one in EFFECTS] == [
        ("Lofi Style", MediaKind.PICTURE),
        ("Zoom out", MediaKind.VIDEO),
    ]
    assert EFFECTS[0].id == LOFI["id"]
