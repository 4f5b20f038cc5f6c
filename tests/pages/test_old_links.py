"""Links that people have shared: each parameter that ever was in an address is read for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from pages.model import routes
from pages.model.job_store import Standing
from pages.model.search import SortOrder
from pages.model.settings import Source
from tests.pages.labels import ELARA

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.model.parameter import Parameter
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

    Query = dict[str, Any]

REQUEST = "a-request"
OF_EVERY_PAGE: list[tuple[Query, Callable[[Visit], bool]]] = [
    ({"details": ELARA}, lambda now: "@elara_voss" in now.html),
    ({"shortlist": f"{ELARA}.6784"}, lambda now: now.address("shortlist") == [f"{ELARA}.6784"]),
    ({"source": "Demo"}, lambda now: "Demo data" in now.words),
]
OF_ITS_PAGE: list[tuple[str, Query, Callable[[Visit], bool]]] = [
    ("gallery", {"q": "elara voss"}, lambda now: now.names == ["Elara Voss"]),
    ("gallery", {"sort": "By name"}, lambda now: now.names[:2] == sorted(now.names[:2])),
    ("gallery", {"view": "Table"}, lambda now: len(now.app.dataframe) == 1),
    ("gallery", {"view": "Charts"}, lambda now: bool(now.charts)),
    (
        "gallery",
        {"age": ["30", "40"]},
        lambda now: now.open_filters().field("Age").value == (30, 40),
    ),
    ("gallery", {"gender": "male"}, lambda now: now.has_button("Clear filters")),
    ("gallery", {"category": "internal"}, lambda now: now.has_button("Clear filters")),
    ("gallery", {"status": "pending"}, lambda now: now.has_button("Clear filters")),
    ("gallery", {"size": "12"}, lambda now: len(now.names) == 12),
    ("gallery", {"page": "2"}, lambda now: now.has_button("Back to page 1")),
    (
        "gallery",
        {"view": "Shortlist", "shortlist": f"{ELARA}.6784", "compare": "true"},
        lambda now: now.field("Compare").value is True,
    ),
    ("gallery", {"view": "Table", "ticked": ELARA}, lambda now: now.names == ["Elara Voss"]),
    (
        "gallery",
        {"sort": "Surprise me", "seed": "7"},
        lambda now: now.address("seed") == ["7"] and bool(now.names),
    ),
    ("create", {"id": [ELARA, "6784"]}, lambda now: now.names[:1] == ["Elara Voss"]),
    ("lookup", {"id": ELARA}, lambda now: now.names == ["Elara Voss"]),
    ("lookup", {"how": "Many"}, lambda now: now.has_button("Look up all")),
    ("generate", {"character": ELARA}, lambda now: now.names == ["Elara Voss"]),
    (
        "generate",
        {"character": ELARA, "way": "Custom"},
        lambda now: now.field("Describe the change").value == "",
    ),
    ("generate", {"request": REQUEST}, lambda now: now.address("request") == [REQUEST]),
    ("history", {"find": "baker"}, lambda now: now.field("Search your history").value == "baker"),
    ("history", {"made": "videos"}, lambda now: now.app.selectbox[0].value is routes.Made.VIDEOS),
    ("history", {"standing": "failed"}, lambda now: now.app.selectbox[1].value == "Failed"),
    ("history", {"sheet": "2"}, lambda now: not now.address("sheet")),
]
# What was being sent had a token in the address once; now the journal knows it.
OF_ITS_PAGE += [
    (
        page.name,
        {name: "gone"},
        lambda now, name=name: not now.address(name) and not now.app.warning,  # type: ignore[misc]
    )
    for page in routes.PAGES
    for name in page.retired
]
LINKS = [(page.name, *link) for page in routes.PAGES for link in OF_EVERY_PAGE] + OF_ITS_PAGE


@pytest.mark.parametrize(
    ("page", "query", "is_shown"),
    LINKS,
    ids=[f"{page}-{urlencode(query, doseq=True)}" for page, query, _ in LINKS],
)
def test_an_old_link_shows_what_it_showed(
    visit: OpenPage, page: str, query: Query, is_shown: Callable[[Visit], bool]
) -> None:
    """Each parameter of an address that was ever shared is still read, on its page."""
    opened = visit(page, **query).wait(is_shown)
    assert opened.app.title[0].value == next(one.title for one in routes.PAGES if one.name == page)


def test_no_parameter_is_missing_here() -> None:
    """The table above has each parameter of each page, by its oldest name."""
    tried = {(page, name) for page, query, _ in LINKS for name in query}
    expected = set[tuple[str, str]]()
    for page in routes.PAGES:
        oldest = {parameter.name: old for old, parameter in page.renamed.items()}
        names = [one.name for one in (*page.parameters, *routes.EVERYWHERE)]
        expected |= {(page.name, oldest.get(name, name)) for name in names}
        expected |= {(page.name, name) for name in page.retired}
    assert tried == expected


RENAMED: list[tuple[str, Query, Query]] = [
    ("create", {"id": [ELARA, "6784"]}, {"creation": [ELARA, "6784"]}),
    ("create", {"id": ELARA, "creation": "6784"}, {"creation": ["6784"]}),
    ("create", {"id": ELARA, "shortlist": "5"}, {"creation": [ELARA], "shortlist": ["5"]}),
    ("lookup", {"id": ELARA}, {"id": [ELARA]}),
]


@pytest.mark.parametrize(("page", "old", "new"), RENAMED)
def test_an_old_name_is_rewritten(visit: OpenPage, page: str, old: Query, new: Query) -> None:
    """An address under an old name becomes one under today's; the other parameters stay."""
    opened = visit(page, **old)
    assert {name: opened.address(name) for name in opened.app.query_params} == new


def test_no_name_has_two_meanings() -> None:
    """No two pages share the name of a parameter, but for what every page has."""
    names = [one.name for page in routes.PAGES for one in page.parameters]
    names += [one.name for one in routes.EVERYWHERE]
    assert len(set(names)) == len(names)


VALUES: list[tuple[Parameter[Any], Any]] = [
    (routes.DETAILS, 6790),
    (routes.SHORTLIST, (5, 7)),
    (routes.SOURCE, Source.LIVE),
    (routes.SEARCH, "a b"),
    (routes.SORT, SortOrder.NAME),
    (routes.VIEW, routes.View.TABLE),
    (routes.GENDER, ("female", "male")),
    (routes.AGE, (20, 30)),
    (routes.SIZE, 48),
    (routes.PAGE, 3),
    (routes.TICKED, ("5", "7")),
    (routes.SEED, 9),
    (routes.COMPARE, True),
    (routes.HOW, True),
    (routes.CREATION, ("5", "7")),
    (routes.CHARACTER, "6790"),
    (routes.WAY, routes.Way.CUSTOM),
    (routes.FIND, "a baker"),
    (routes.MADE, routes.Made.PICTURES),
    (routes.STANDING, Standing.UNCLEAR),
    (routes.SHEET, 2),
    (routes.REQUEST, ("a-request",)),
]


@pytest.mark.parametrize(("parameter", "value"), VALUES)
def test_what_is_written_is_read(parameter: Parameter[Any], value: object) -> None:
    """A value that was written into an address is the value that is read from it."""
    assert parameter.read(parameter.write(value)) == value


@pytest.mark.parametrize("parameter", [one for one, _ in VALUES])
def test_the_usual_value_leaves_the_address(parameter: Parameter[Any]) -> None:
    """What an empty address chooses is written as nothing."""
    assert parameter.write(parameter.read({})) in ({parameter.name: []}, {"seed": ["1"]})
