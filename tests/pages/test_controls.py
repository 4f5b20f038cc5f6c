"""Search, filters, order and view: each stands in the address, and each is taken from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from eternal import Character
from pages.model.routes import View
from pages.model.search import SortOrder
from tests.pages.visit import knowing_all, listing

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage
    from tests.pages.visit import Visit

PEOPLE = (
    Character(
        id=5, display_name="Ada", age=30, gender="female", category="default", status="approved"
    ),
    Character(
        id=6, display_name="Bo", age=20, gender="male", category="internal", status="approved"
    ),
    Character(
        id=7, display_name="Cem", age=70, gender="male", category="default", status="pending"
    ),
    Character(id=8, display_name="Dee", gender="other", category="default", status="approved"),
)


@pytest.fixture(autouse=True)
def _four_people(monkeypatch: pytest.MonkeyPatch) -> None:
    knowing_all(monkeypatch, *PEOPLE)


def people(visit: OpenPage, **query: Any) -> Visit:
    """The gallery of four people, who are all that the list holds, with its filters open."""
    opened = visit(faults=[listing(*(one.model_dump() for one in PEOPLE))], **query)
    return opened.open_filters()


def control(opened: Visit, name: str) -> Any:
    """The control that sets a parameter of the address."""
    kinds = ("text_input", "selectbox", "slider", "button_group", "multiselect")
    controls = (one for kind in kinds for one in opened.app.get(kind))
    return next(one for one in controls if one.key == f"gallery.{name}")


FILTERED: dict[str, Any] = {
    "q": "Cem",
    "gender": "male",
    "category": "default",
    "status": "pending",
    "age": ["60", "80"],
}
"""An address that finds Cem by everything at once."""

CHOICES: list[tuple[str, object, list[str], list[str]]] = [
    ("q", "Cem", ["Cem"], ["Cem"]),
    ("gender", ["male"], ["male"], ["Bo", "Cem"]),
    ("gender", ["male", "other"], ["male", "other"], ["Bo", "Cem", "Dee"]),
    ("category", ["internal"], ["internal"], ["Bo"]),
    ("status", ["pending"], ["pending"], ["Cem"]),
    ("age", (25, 70), ["25", "70"], ["Ada", "Cem"]),
    ("sort", SortOrder.OLDEST, ["Oldest first"], ["Cem", "Ada", "Bo", "Dee"]),
    ("sort", SortOrder.NEWEST, ["Newest first"], ["Dee", "Cem", "Bo", "Ada"]),
    ("view", View.CHARTS, ["Charts"], []),
]
"""A parameter, the value of its control, what stands in the address, and who is shown."""


@pytest.mark.parametrize(("name", "value", "written", "expected"), CHOICES)
def test_a_choice_is_in_the_address(
    visit: OpenPage, name: str, value: object, written: list[str], expected: list[str]
) -> None:
    """Each choice is written into the address, and none is reset by a run."""
    opened = people(visit)
    control(opened, name).set_value(value)
    opened.run().open_filters()
    assert opened.address(name) == written
    assert control(opened, name).value == value
    assert opened.names == expected


@pytest.mark.parametrize(("name", "value", "written", "expected"), CHOICES)
def test_an_address_makes_the_choice(
    visit: OpenPage, name: str, value: object, written: list[str], expected: list[str]
) -> None:
    """An address sets its control, shows those who fit, and stays as it is."""
    opened = people(visit, **{name: written if len(written) > 1 else written[0]})
    assert control(opened, name).value == value
    assert opened.address(name) == written
    assert opened.names == expected


def test_all_choices_at_once(visit: OpenPage) -> None:
    """An address of everything is opened whole, also while the list has not been read."""
    opened = people(visit, **FILTERED, sort="By name", view="Table")
    assert list(opened.app.dataframe[0].value["Name"]) == ["Cem"]
    chosen = {
        "q": "Cem",
        "gender": ["male"],
        "category": ["default"],
        "status": ["pending"],
        "age": (60, 80),
        "sort": SortOrder.NAME,
        "view": View.TABLE,
    }
    assert {name: control(opened, name).value for name in chosen} == chosen


@pytest.mark.parametrize("view", list(View))
def test_an_address_makes_the_view(visit: OpenPage, view: View) -> None:
    """Each view can be opened by an address."""
    opened = people(visit, view=view.value)
    assert control(opened, "view").value is view
    assert bool(opened.app.dataframe) == (view is View.TABLE)
    assert bool(opened.charts) == (view is View.CHARTS)


@pytest.mark.parametrize("name", ["gender", "category", "status"])
def test_a_value_nobody_has(visit: OpenPage, name: str) -> None:
    """A value of the address that nobody has stays on offer, so that it can be taken away."""
    opened = people(visit, **{name: "Zebra"})
    multiselect = control(opened, name)
    assert multiselect.value == ["Zebra"]
    assert "Zebra" in multiselect.options
    assert "Nobody fits" in opened.words
    multiselect.set_value([])
    assert len(opened.run().names) == len(PEOPLE)


def test_the_list_makes_the_options(visit: OpenPage) -> None:
    """What can be chosen is what the list holds, the most frequent first."""
    opened = people(visit, sort="By name")
    assert opened.app.multiselect(key="gallery.gender").options == ["male", "female", "other"]
    assert opened.app.multiselect(key="gallery.status").options == ["approved", "pending"]


def test_clear_filters(visit: OpenPage) -> None:
    """Clear filters empties search and filters, leaves order and view, and tidies the address."""
    opened = people(visit, **FILTERED, sort="Newest first")
    opened.press("Clear filters")
    assert opened.names == ["Dee", "Cem", "Bo", "Ada"]
    assert opened.app.query_params == {"sort": "Newest first"}
    assert not opened.has_button("Clear filters")


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ({"sort": "Name"}, "Filters"),
        ({"gender": "male"}, "Filters (1)"),
        ({"gender": "male", "age": ["60", "80"]}, "Filters (2)"),
    ],
)
def test_filters_are_counted(visit: OpenPage, query: dict[str, Any], label: str) -> None:
    """The button of the filters says how many are in use."""
    popovers = people(visit, **query).app.get("popover")
    assert label in [one.proto.popover.label for one in popovers]


@pytest.mark.parametrize(
    "query",
    [
        {"view": "Nope"},
        {"sort": "Nope"},
        {"age": "50"},
        {"age": ["abc", "4"]},
        {"age": ["10", "20", "30"]},
        {"age": ["-5", "500"]},
        {"size": "7"},
        {"gender": ""},
        {"seed": "5"},
    ],
)
def test_nonsense_is_dropped(visit: OpenPage, query: dict[str, Any]) -> None:
    """A choice that cannot be made is as none, and leaves the address."""
    opened = people(visit, **query)
    assert opened.names == ["Ada", "Bo", "Cem", "Dee"]
    assert opened.app.query_params == {}


@pytest.mark.parametrize("seed", ["abc", "-1", "", "٣", "1.5", "9" * 5000])
def test_nonsense_seed(visit: OpenPage, seed: str) -> None:
    """A seed that is no number of some digits is the first one."""
    assert people(visit, sort="Surprise me", seed=seed).address("seed") == ["1"]


def test_a_long_search_is_cut(visit: OpenPage) -> None:
    """A search of the address that is too long is cut to what the field takes."""
    opened = people(visit, q="Cem" + " x" * 500)
    assert len(control(opened, "q").value) == 100


def test_a_surprise_can_be_shared(visit: OpenPage) -> None:
    """The address of a surprise shows everybody the same order; another seed, another order."""
    first, second, other = (
        people(visit, sort="Surprise me", seed=seed) for seed in ("7", "7", "8")
    )
    assert first.names == second.names != other.names
    assert first.address("seed") == ["7"]


def test_each_surprise_is_new(visit: OpenPage) -> None:
    """Whoever asks for a surprise again gets another; another order takes the seed away."""
    opened = people(visit)
    seeds = []
    for order in (SortOrder.SHUFFLED, SortOrder.LISTED, SortOrder.SHUFFLED):
        opened.app.selectbox(key="gallery.sort").set_value(order)
        seeds.append(opened.run().address("seed"))
    assert seeds == [["1"], [], ["2"]]
