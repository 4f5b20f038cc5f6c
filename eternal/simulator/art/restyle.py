"""Pictures and videos of a character: its portrait seen through a filter, and a clip."""

from __future__ import annotations

import random
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final
from urllib.parse import quote, unquote

SIZES: Final = {"low": 512, "high": 1024}

_GREY: Final = "<feColorMatrix type='saturate' values='0'/>"
_POSTER: Final = (
    "<feColorMatrix type='saturate' values='2.2'/><feComponentTransfer>"
    + "".join(f"<feFunc{channel} type='discrete' tableValues='.05 .4 .75 1'/>" for channel in "RGB")
    + "</feComponentTransfer>"
)
_PIXELS: Final = (
    "<feFlood x='1' y='1' width='.8' height='.8'/><feComposite width='2.6' height='2.6'/>"
    "<feTile result='grid'/><feComposite in='SourceGraphic' in2='grid' operator='in'/>"
    "<feMorphology operator='dilate' radius='1.3'/>"
)


@dataclass(frozen=True, slots=True)
class _Look:
    """SVG: the parts of a filter, and a layer above the picture."""

    filter: str
    overlay: str = ""


def _duotone(dark: str, light: str) -> str:
    pairs = [(int(dark[at : at + 2], 16), int(light[at : at + 2], 16)) for at in (1, 3, 5)]
    table = "".join(
        f"<feFunc{channel} type='table' tableValues='{low / 255:.3f} {high / 255:.3f}'/>"
        for channel, (low, high) in zip("RGB", pairs, strict=True)
    )
    return f"{_GREY}<feComponentTransfer>{table}</feComponentTransfer>"


def _specks(colour: str, count: int) -> str:
    dice = random.Random(count)  # noqa: S311 - where it snows, not secrets
    return "".join(
        f"<circle cx='{dice.uniform(0, 100):.1f}' cy='{dice.uniform(0, 100):.1f}'"
        f" r='{dice.uniform(0.2, 0.9):.1f}' fill='{colour}'/>"
        for _ in range(count)
    )


_LINES: Final = (
    "<path d='"
    + "".join(f"M0 {y}h100" for y in range(1, 100, 3))
    + "' stroke='#000' stroke-opacity='.14' stroke-width='.7'/>"
)
_RAIN: Final = (
    "<path d='"
    + "".join(f"M{(x * 37) % 100} {(x * 53) % 100}l-2 7" for x in range(60))
    + "' stroke='#fff' stroke-opacity='.5' stroke-width='.4'/>"
)

_LOFI: Final = _Look(_duotone("#3b2140", "#ffd8b0"), _LINES)
_LOOKS: Final = {
    "night moon stars star space midnight": _Look(
        _duotone("#0d1538", "#cfdcff"), _specks("#fff", 50)
    ),
    "snow snowy winter ice christmas": _Look(_duotone("#31486b", "#f6fbff"), _specks("#fff", 90)),
    "sunset sunrise beach summer desert golden": _Look(_duotone("#5b1a3a", "#ffd592")),
    "forest garden jungle spring leaves green": _Look(_duotone("#12352b", "#e8f3bd")),
    "rain rainy sea ocean underwater storm": _Look(_duotone("#0c2c4a", "#c4e7f2"), _RAIN),
    "vintage sepia old film photograph retro": _Look(_duotone("#3a2413", "#f3e2c2"), _LINES),
    "neon city cyberpunk disco club": _Look(_duotone("#35084f", "#6cf5ec"), _LINES),
    "pixel pixels game arcade": _Look(_PIXELS),
    "comic poster pop cartoon painting": _Look(_POSTER),
}


@lru_cache(maxsize=256)
def restyled(portrait: str, prompt: str, quality: str = "low") -> str:
    """Draw a portrait anew.

    Args:
        portrait: A data URI with an SVG.
        prompt: An effect's name or a prompt. The same prompt gives the same picture.
        quality: ``low`` or ``high``, which is larger.

    Returns:
        A data URI with a square SVG.
    """
    look, size = _look(prompt), SIZES[quality]
    drawing = unquote(portrait.partition(",")[2])
    drawing = drawing.replace("<svg ", "<svg width='100' height='100' ", 1)
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100' width='{size}'"
        f" height='{size}'><defs><filter id='look' x='0' y='0' width='100%' height='100%'"
        f" color-interpolation-filters='sRGB'>{look.filter}</filter>"
        "<radialGradient id='edge' r='.72'><stop offset='.6' stop-opacity='0'/>"
        "<stop offset='1' stop-opacity='.55'/></radialGradient></defs>"
        f"<g filter='url(#look)'>{drawing}</g>{look.overlay}"
        "<rect width='100' height='100' fill='url(#edge)'/></svg>"
    )
    return "data:image/svg+xml," + quote(svg, safe="!*'(),:;=/")


@lru_cache(maxsize=1)
def clip() -> str:
    """Load the video: hills at dusk, from which the view zooms out, in 5 seconds without sound.

    Returns:
        A data URI with a WebM (VP9, which every browser plays): a browser elsewhere cannot reach
        this server on its loopback.
    """
    # Drawn with Pillow at three times its size, cut into frames, and encoded with PyAV
    # (libvpx-vp9, 360 by 480, 20 frames a second, crf 36).
    video = files(__package__).joinpath("zoom_out.webm").read_bytes()
    return "data:video/webm;base64," + b64encode(video).decode()


def _look(prompt: str) -> _Look:
    words = re.findall(r"[a-z]+", prompt.lower())
    if "lofi" in words:
        return _LOFI
    for telling, look in _LOOKS.items():
        if not set(telling.split()).isdisjoint(words):
            return look
    return random.Random(prompt).choice([*_LOOKS.values()])  # noqa: S311 - looks, not secrets
