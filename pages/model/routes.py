"""The pages, and every parameter of their addresses.

People share links, so all of this is a public interface: a parameter that gets another name is read
under its old one for ever, by page, and rewritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from eternal import InvalidInput
from pages.model.ids import MOST_IDS, read_id
from pages.model.search import LONGEST_SEARCH, SortOrder

Address = Mapping[str, Sequence[str]]
"""The query string: all values of each parameter."""

PAGE_SIZES: Final = (12, 24, 48)
USUAL_SIZE: Final = 24
LARGEST_PAGE_NUMBER: Final = 10_000
OLDEST_AGE: Final = 120
MOST_TICKED: Final = 50
"""How many ticked rows the address keeps."""

_SCRIPTS = Path(__file__).parents[1]
_LONGEST_FACET = 40
_MOST_FACETS = 20
_LARGEST_SEED = 10**9 - 1
_MANY = "Many"

_T = TypeVar("_T")
_Named = TypeVar("_Named", bound=StrEnum)


class View(StrEnum):
    """How the gallery shows its characters."""

    CARDS = "Cards"
    TABLE = "Table"
    CHARTS = "Charts"
    SHORTLIST = "Shortlist"


@dataclass(frozen=True)
class Parameter(Generic[_T]):
    """A parameter of an address. An invalid value is no error: it means the default.

    Attributes:
        name: Its name in the address.
        parse: Parses its values.
        format: Formats a value; an empty list for the default.
    """

    name: str
    parse: Callable[[Sequence[str]], _T]
    format: Callable[[_T], Sequence[str]]

    def read(self, address: Address) -> _T:
        """Read the value from an address."""
        return self.parse(address.get(self.name, ()))

    def write(self, value: _T) -> dict[str, list[str]]:
        """Write a value as a part of an address; its list is empty for the default."""
        return {self.name: [text for text in self.format(value) if text]}


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


def _last(texts: Sequence[str]) -> str:
    return texts[-1] if texts else ""


def _text(name: str, longest: int | None = None) -> Parameter[str]:
    return Parameter(name, lambda texts: _last(texts)[:longest], lambda text: [text])


def _texts(name: str) -> Parameter[tuple[str, ...]]:
    return Parameter(name, tuple, list)


def _named(name: str, kind: type[_Named], usual: _Named) -> Parameter[_Named]:
    def parse(texts: Sequence[str]) -> _Named:
        return kind(_last(texts)) if _last(texts) in list(kind) else usual

    return Parameter(name, parse, lambda value: [value.value] if value is not usual else [])


def _number(name: str, usual: int, largest: int) -> Parameter[int | None]:
    """Parse a number from 1; None if it is no such number."""

    def parse(texts: Sequence[str]) -> int | None:
        text = _last(texts)
        return _as_number(text, largest, smallest=1) if text else usual

    return Parameter(name, parse, lambda value: [str(value)] if value not in {usual, None} else [])


def _as_number(text: str, largest: int, *, smallest: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(largest))):
        return None
    return int(text) if smallest <= int(text) <= largest else None


def _facets(name: str) -> Parameter[tuple[str, ...]]:
    def parse(texts: Sequence[str]) -> tuple[str, ...]:
        fitting = [text for text in texts if 0 < len(text) <= _LONGEST_FACET]
        return tuple(dict.fromkeys(fitting))[:_MOST_FACETS]

    return Parameter(name, parse, list)


def _parse_ages(texts: Sequence[str]) -> tuple[int, int] | None:
    ages = sorted(
        age for text in texts if (age := _as_number(text, OLDEST_AGE, smallest=0)) is not None
    )
    if len(texts) != 2 or len(ages) != 2 or ages == [0, OLDEST_AGE]:
        return None
    return ages[0], ages[1]


def _parse_size(texts: Sequence[str]) -> int:
    size = _as_number(_last(texts), max(PAGE_SIZES), smallest=1)
    return size if size in PAGE_SIZES else USUAL_SIZE


def _parse_id(texts: Sequence[str]) -> int | None:
    try:
        return read_id(_last(texts))
    except InvalidInput:
        return None


def _parse_dotted_ids(texts: Sequence[str]) -> tuple[int, ...]:
    ids = [_parse_id([text]) for text in _last(texts).split(".")[:MOST_IDS]]
    return tuple(dict.fromkeys(id for id in ids if id is not None))


def _parse_dotted(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, _last(texts).split(".")[:MOST_TICKED]))


def _dotted(values: Sequence[object]) -> list[str]:
    return [".".join(str(value) for value in values)]


# Of every page.
DETAILS: Final = Parameter[int | None](
    "details", _parse_id, lambda id: [] if id is None else [str(id)]
)
"""The character whose dialog is open: a rerun, a reload or a link keeps it open."""
SHORTLIST: Final = Parameter[tuple[int, ...]]("shortlist", _parse_dotted_ids, _dotted)
"""The ids of the marked characters."""
SOURCE: Final = _text("source")
"""Demo or live; its widget is bound to it and writes it."""

# Of the gallery.
SEARCH: Final = _text("q", LONGEST_SEARCH)
SORT: Final = _named("sort", SortOrder, SortOrder.LISTED)
SEED: Final = Parameter[int](
    "seed",
    lambda texts: _as_number(_last(texts), _LARGEST_SEED, smallest=1) or 1,
    lambda seed: [str(seed)] if seed else [],
)
"""The seed of a shuffle, from 1."""
VIEW: Final = _named("view", View, View.CARDS)
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
PAGE: Final = _number("page", 1, LARGEST_PAGE_NUMBER)
TICKED: Final = Parameter[tuple[str, ...]]("ticked", _parse_dotted, _dotted)
"""The ids of the ticked rows of the table."""
COMPARE: Final = Parameter[bool](
    "compare",
    lambda texts: _last(texts).lower() == "true",
    lambda compare: ["true"] if compare else [],
)
"""Whether the shortlist is shown side by side."""

# Of Create.
CREATION: Final = _texts("creation")
"""The ids of the creations on the page."""

# Of Look up.
ID: Final = _text("id")
"""The id that is looked up, as typed."""
HOW: Final = Parameter[bool](
    "how", lambda texts: _last(texts) == _MANY, lambda many: [_MANY] if many else []
)
"""Whether many ids are looked up."""

# Of Generate.
CHARACTER: Final = _text("character")
"""The id of the chosen character, as typed; its field is bound to it."""
WAY: Final = _text("way")
"""An effect or a custom description; its widget is bound to it and writes it."""
REQUEST: Final = _texts("request")
"""The ids of the generations on the page."""

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
PAGES: Final = (GALLERY, CREATE, LOOKUP, GENERATE)
"""The first one is the default page."""
