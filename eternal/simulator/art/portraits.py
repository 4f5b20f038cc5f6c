"""Portraits, drawn from a face's few facts as small data URIs: no network, no files."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from dicebear import Avatar

from eternal.simulator.art.drawings import HEADWEAR, LORELEI_HAIR, NOTIONISTS_HAIR, drawing_style

if TYPE_CHECKING:
    from collections.abc import Iterable


INK = "#2b211d"
SKIN = {
    "fair": "#fadcc8",
    "light": "#f5cfb0",
    "honey": "#f5d3b3",
    "olive": "#e6b78c",
    "tan": "#d09a6c",
    "brown": "#b07a50",
    "deep": "#91603f",
}
HAIR = {
    "fair": ("#e0b873", "#c98b4b", "#b5562f", "#8a5a3c", "#6b4632"),
    "light": ("#8a5a3c", "#6b4632", "#4d3327", "#a9713f", "#3a2a25"),
    "honey": ("#2e2422", "#2a2a33", "#3a2a25"),
    "olive": ("#4d3327", "#3a2a25", "#2e2422", "#6b4632"),
    "tan": ("#3a2a25", "#2e2422", "#2a2a33"),
    "brown": ("#2e2422", "#2a2a33", "#3f2a22"),
    "deep": ("#2a2322", "#2a2a33", "#3a2620"),
}
DYED = ("#b86b8b", "#5d7fa8", "#5f8f7b", "#8b6fb0")
GREY = ("#9b9a9c", "#b9b6b3", "#cfcac4")
WHITE = ("#e9e5df", "#dcd8d2", "#f2efea")
CLOTH = ("#e58f73", "#7fa8c9", "#8fb996", "#efc25f", "#bf9fd3", "#f4efe6", "#d9868b", "#8fb3b5")
BACKGROUNDS = (
    ("#fdeee0", "#f7c3b3"),
    ("#dcebf7", "#bfd7ee"),
    ("#e3f1e1", "#c4e0cb"),
    ("#f0e6f6", "#d8c8ea"),
    ("#fdf3d3", "#f8dfa5"),
    ("#e0f2f1", "#b9dedd"),
    ("#fbe4ea", "#f3c4d1"),
    ("#ece8e1", "#d6cfc4"),
)


@dataclass(frozen=True, slots=True)
class Face:
    """What a portrait depends on: the same face is always drawn the same."""

    seed: str
    gender: str
    age: int
    skin: str
    wears: str = ""


@lru_cache(maxsize=1024)
def portrait(face: Face) -> str:
    """Draw a face.

    Args:
        face: Whom to draw.

    Returns:
        A data URI with a square SVG whose middle three quarters hold all of the face.
    """
    dice = random.Random(face.seed)  # noqa: S311 - looks, not secrets
    # Only Notionists has headwear.
    bust = bool(face.wears) or dice.random() < 0.5
    options = _notionists(face, dice) if bust else _lorelei(face, dice)
    light, dark = dice.choice(BACKGROUNDS)
    options |= {
        "seed": face.seed,
        "backgroundColor": [light, dark],
        "backgroundColorFill": "linear",
        "backgroundColorAngle": 90,
    }
    return _data_uri(str(Avatar(drawing_style("notionists" if bust else "lorelei"), options)))


def _lorelei(face: Face, dice: random.Random) -> dict[str, Any]:
    features = ("eyes", "eyebrows", "nose", "mouth", "outline", "glasses", "freckles", "earrings")
    bearded = _bearded(face, dice, share=0.15, since=40)
    return {
        "hairVariant": _variant(_hair_numbers(LORELEI_HAIR, face, dice), dice),
        "hairColor": [_hair_colour(face, dice)],
        "skinColor": [SKIN[face.skin]],
        **{f"{feature}Color": [INK] for feature in features},
        "beardProbability": 100 if bearded else 0,
        "glassesProbability": 100 if _bespectacled(face, dice) else 0,
        "scale": 1.0,
        "translateX": 1,
        "translateY": 8,
    }


def _notionists(face: Face, dice: random.Random) -> dict[str, Any]:
    cloth = dice.choice(CLOTH)
    hair = _hair_colour(face, dice)
    numbers = HEADWEAR.get(face.wears) or _hair_numbers(NOTIONISTS_HAIR, face, dice)
    bearded = face.wears == "turban" or _bearded(face, dice, share=0.42, since=27)
    return {
        "hairVariant": _variant(numbers, dice),
        "hairColor": [dice.choice([c for c in CLOTH if c != cloth]) if face.wears else hair],
        "beardColor": [hair],
        "paperColor": [SKIN[face.skin]],
        "clothColor": [cloth],
        "inkColor": [INK],
        "beardProbability": 100 if bearded else 0,
        "glassesProbability": 100 if _bespectacled(face, dice) else 0,
        "scale": 1.3,
        "translateX": 1,
        "translateY": 11,
    }


def _hair_numbers(
    table: dict[str, tuple[int, ...]], face: Face, dice: random.Random
) -> tuple[int, ...]:
    if face.gender not in ("female", "male"):
        return table["other"]
    if face.age >= 60:
        return table[f"{face.gender} old"]
    curly = 0.9 if face.skin == "deep" else 0.3 if face.skin == "brown" else 0.0
    return table[f"{face.gender} curly" if dice.random() < curly else face.gender]


def _hair_colour(face: Face, dice: random.Random) -> str:
    if face.age >= 72:
        return dice.choice(WHITE)
    if dice.random() < (face.age - 46) / 24:
        return dice.choice(GREY)
    if face.age < 33 and dice.random() < (0.04 if face.gender in ("female", "male") else 0.5):
        return dice.choice(DYED)
    return dice.choice(HAIR[face.skin])


def _bearded(face: Face, dice: random.Random, *, share: float, since: int) -> bool:
    return dice.random() < share and face.gender == "male" and face.age >= since


def _bespectacled(face: Face, dice: random.Random) -> bool:
    return dice.random() < (0.12 if face.age < 40 else 0.25 if face.age < 60 else 0.5)


def _variant(numbers: Iterable[int], dice: random.Random) -> str:
    return f"variant{dice.choice(list(numbers)):02}"


def _data_uri(svg: str) -> str:
    svg = re.sub(r"<!--.*?-->", "", svg).replace('"', "'")
    return "data:image/svg+xml," + quote(svg, safe="!*'(),:;=/")
