"""The pages, and every parameter of their addresses.

People share links, so all of this is a public interface: a parameter that gets another name is read
under its old one for ever, by page, and rewritten.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from eternal import InvalidInput
from pages.model.ids import MOST_IDS, read_id
from pages.model.job_store import Standing
from pages.model.parameter import (
    Address,
    Parameter,
    last_of,
    named_parameter,
    number_parameter,
    read_number,
    text_parameter,
    texts_parameter,
)
from pages.model.search import LONGEST_SEARCH, SortOrder
from pages.model.settings import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAGE_SIZES: Final = (12, 24, 48)
USUAL_SIZE: Final = 24
LARGEST_PAGE_NUMBER: Final = 10_000
OLDEST_AGE: Final = 120
MOST_TICKED: Final = 50
"""How many ticked rows the address keeps."""
LONGEST_CHARACTER: Final = 40
"""The most characters of an id that are read from the address of Generate."""

_SCRIPTS = Path(__file__).parents[1]
_LONGEST_FACET = 40
_MOST_FACETS = 20
_LARGEST_SEED = 10**9 - 1
_MANY = "Many"


class View(StrEnum):
    """How the gallery shows its characters."""

    CARDS = "Cards"
    TABLE = "Table"
    CHARTS = "Charts"
    SHORTLIST = "Shortlist"


class Made(StrEnum):
    """The kinds of jobs that the History can be limited to."""

    EVERYTHING = "everything"
    CHARACTERS = "characters"
    PICTURES = "pictures"
    VIDEOS = "videos"


class Way(StrEnum):
    """How a picture or a video is made: with an effect, or from a custom description."""

    EFFECT = "Visual effect"
    CUSTOM = "Custom"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the dashboard.

    Attributes:
        name: Its script in ``pages/``, and its path in the address.
        title: Its title in the navigation.
        icon: A Material icon.
        parameters: The parameters of its address, beside those of every page.
        renamed: Old names of its parameters, which are read for ever.
        retired: Parameters of old links that say nothing any more, and leave the address.
    """

    name: str
    title: str
    icon: str
    parameters: tuple[Parameter[Any], ...]
    renamed: Mapping[str, Parameter[Any]] = field(default_factory=dict)
    retired: tuple[str, ...] = ()

    @property
    def script(self) -> str:
        """The script, as Streamlit's navigation, links and switches name it."""
        return str(_SCRIPTS / f"{self.name}.py")

    def renewed(self, address: Address) -> dict[str, list[str]]:
        """The update that renames the old parameters of an address: empty lists for old names.

        A value under the current name wins over one under an old name.
        """
        changes: dict[str, list[str]] = {old: [] for old in self.retired if old in address}
        for old, parameter in self.renamed.items():
            if old in address:
                changes[old] = []
                changes[parameter.name] = list(address.get(parameter.name) or address[old])
        return changes


def _facets(name: str) -> Parameter[tuple[str, ...]]:
    def parse(texts: Sequence[str]) -> tuple[str, ...]:
        fitting = [text for text in texts if 0 < len(text) <= _LONGEST_FACET]
        return tuple(dict.fromkeys(fitting))[:_MOST_FACETS]

    return Parameter(name, parse, list)


def _parse_ages(texts: Sequence[str]) -> tuple[int, int] | None:
    ages = sorted(
        age for text in texts if (age := read_number(text, OLDEST_AGE, smallest=0)) is not None
    )
    if len(texts) != 2 or len(ages) != 2 or ages == [0, OLDEST_AGE]:
        return None
    return ages[0], ages[1]


def _parse_size(texts: Sequence[str]) -> int:
    size = read_number(last_of(texts), max(PAGE_SIZES), smallest=1)
    return size if size in PAGE_SIZES else USUAL_SIZE


def _parse_id(texts: Sequence[str]) -> int | None:
    try:
        return read_id(last_of(texts))
    except InvalidInput:
        return None


def _parse_standing(texts: Sequence[str]) -> Standing | None:
    text = last_of(texts)
    return Standing(text) if text in list(Standing) else None


def _parse_source(texts: Sequence[str]) -> Source | None:
    text = last_of(texts).lower()
    return Source(text) if text in list(Source) else None


def _parse_dotted_ids(texts: Sequence[str]) -> tuple[int, ...]:
    ids = [_parse_id([text]) for text in last_of(texts).split(".")[:MOST_IDS]]
    return tuple(dict.fromkeys(id for id in ids if id is not None))


def _parse_dotted(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, last_of(texts).split(".")[:MOST_TICKED]))


def _dotted(values: Sequence[object]) -> list[str]:
    return [".".join(str(value) for value in values)]


# Of every page.
DETAILS: Final = Parameter[int | None](
    "details", _parse_id, lambda id: [] if id is None else [str(id)]
)
"""The character whose dialog is open: a rerun, a reload or a link keeps it open."""
SHORTLIST: Final = Parameter[tuple[int, ...]]("shortlist", _parse_dotted_ids, _dotted)
"""The ids of the marked characters."""
SOURCE: Final = Parameter[Source | None](
    "source", _parse_source, lambda source: [source.value.capitalize()] if source else []
)
"""Demo or live; None for the deployment's own."""

# Of the gallery.
SEARCH: Final = text_parameter("q", LONGEST_SEARCH)
SORT: Final = named_parameter("sort", SortOrder, SortOrder.LISTED)
SEED: Final = Parameter[int](
    "seed",
    lambda texts: read_number(last_of(texts), _LARGEST_SEED, smallest=1) or 1,
    lambda seed: [str(seed)] if seed else [],
)
"""The seed of a shuffle, from 1."""
VIEW: Final = named_parameter("view", View, View.CARDS)
GENDER: Final = _facets("gender")
CATEGORY: Final = _facets("category")
STATUS: Final = _facets("status")
AGE: Final = Parameter[tuple[int, int] | None](
    "age", _parse_ages, lambda ages: [str(age) for age in ages or ()]
)
"""The youngest and the oldest."""
SIZE: Final = Parameter[int](
    "size", _parse_size, lambda size: [str(size)] if size != USUAL_SIZE else []
)
"""The page size."""
PAGE: Final = number_parameter("page", 1, LARGEST_PAGE_NUMBER)
TICKED: Final = Parameter[tuple[str, ...]]("ticked", _parse_dotted, _dotted)
"""The ids of the ticked rows of the table."""
COMPARE: Final = Parameter[bool](
    "compare",
    lambda texts: last_of(texts).lower() == "true",
    lambda compare: ["true"] if compare else [],
)
"""Whether the shortlist is shown side by side."""

# Of Create.
CREATION: Final = texts_parameter("creation")
"""The ids of the creations on the page."""

# Of Look up.
ID: Final = text_parameter("id")
"""The id that is looked up, as typed."""
HOW: Final = Parameter[bool](
    "how", lambda texts: last_of(texts) == _MANY, lambda many: [_MANY] if many else []
)
"""Whether many ids are looked up."""

# Of Generate.
CHARACTER: Final = text_parameter("character", LONGEST_CHARACTER)
"""The id of the chosen character, as typed."""
WAY: Final = named_parameter("way", Way, Way.EFFECT)
REQUEST: Final = texts_parameter("request")
"""The ids of the generations on the page."""

# Of the History.
FIND: Final = text_parameter("find", LONGEST_SEARCH)
"""The search in the History."""
MADE: Final = named_parameter("made", Made, Made.EVERYTHING)
STANDING: Final = Parameter[Standing | None](
    "standing", _parse_standing, lambda standing: [standing] if standing else []
)
SHEET: Final = number_parameter("sheet", 1, LARGEST_PAGE_NUMBER)
"""The page of the History, the newest first."""

EVERYWHERE: Final[tuple[Parameter[Any], ...]] = (DETAILS, SHORTLIST, SOURCE)

_TOKENS = ("sending", "sending-creation", "sending-request")

GALLERY: Final = Page(
    "gallery",
    "Gallery",
    ":material/grid_view:",
    (SEARCH, SORT, VIEW, GENDER, CATEGORY, STATUS, AGE, SEED, SIZE, PAGE, TICKED, COMPARE),
)
CREATE: Final = Page(
    "create",
    "Create",
    ":material/draw:",
    (CREATION,),
    renamed={"id": CREATION},
    retired=_TOKENS,
)
LOOKUP: Final = Page("lookup", "Look up", ":material/search:", (ID, HOW))
GENERATE: Final = Page(
    "generate",
    "Generate",
    ":material/auto_fix_high:",
    (CHARACTER, WAY, REQUEST),
    retired=_TOKENS,
)
HISTORY: Final = Page("history", "History", ":material/history:", (FIND, MADE, STANDING, SHEET))
PAGES: Final = (GALLERY, CREATE, LOOKUP, GENERATE, HISTORY)
"""The first one is the default page."""
