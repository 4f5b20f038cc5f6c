"""Turning pages of a list whose length nobody tells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pages.model.page_count import PageCount


def test_start() -> None:
    """On the first page a second one is offered, as nothing is known."""
    assert PageCount().count(1) == 2


def test_grows() -> None:
    """Pages that were seen stay on offer, also on an earlier page."""
    pages = PageCount()
    pages.learn(4, is_last=False)
    assert pages.count(1) == 5


def test_end() -> None:
    """Nothing is offered past the last page."""
    pages = PageCount()
    pages.learn(3, is_last=True)
    assert [pages.count(page) for page in (1, 2, 3)] == [3, 3, 3]


def test_empty_page() -> None:
    """An empty page is still named while it is shown, and bounds what is offered elsewhere."""
    pages = PageCount()
    pages.learn_empty(99)
    assert pages.count(99) == 99
    assert pages.count(1) == 2
    assert pages.count(98) == 98


def test_list_grew() -> None:
    """A list that has grown is believed."""
    pages = PageCount()
    pages.learn(3, is_last=True)
    pages.learn(3, is_last=False)
    assert pages.count(3) == 4


def test_list_shrank() -> None:
    """A list that has shrunk is believed."""
    pages = PageCount()
    pages.learn(5, is_last=False)
    pages.learn_empty(2)
    assert pages.count(1) == 1


@given(last=st.integers(1, 40), deep_links=st.lists(st.integers(1, 60), max_size=5))
def test_all_reachable(last: int, deep_links: list[int]) -> None:
    """Whatever was opened before, Next leads from the first page to the last, and not further."""
    pages = PageCount()

    def show(page: int) -> None:
        if page > last:
            pages.learn_empty(page)
        else:
            pages.learn(page, is_last=page == last)

    for page in deep_links:
        show(page)
    page = 1
    show(page)
    while page < pages.count(page):
        page += 1
        show(page)
    assert page == last
