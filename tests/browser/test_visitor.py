"""What a browser keeps of its visitor, and what of that can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.components.shell.visitor import VISITOR_COOKIE
from pages.components.shell.visitor_cookie import MAX_AGE_SECONDS
from tests.browser.pace import FAST_APP

if TYPE_CHECKING:
    from tests.browser.conftest import NewVisitor, Serve

WORDS = "A ferryman from Split who whistles."
STORED = f"localStorage.getItem('{VISITOR_COOKIE}')"


def test_scripts_do_not_see_the_token(visit: NewVisitor, serve: Serve) -> None:
    """The cookie lasts 400 days and is out of reach: of scripts, storage, page and address."""
    visitor = visit(serve(script=FAST_APP), "/history").is_at_rest()
    (cookie,) = [one for one in visitor.context.cookies() if one["name"] == VISITOR_COOKIE]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    assert cookie["expires"] - visitor.page.evaluate("Date.now() / 1000") > MAX_AGE_SECONDS - 600
    seen = (
        "document.cookie + JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})"
    )
    for place in (visitor.page.evaluate(seen), visitor.page.content(), visitor.page.url):
        assert cookie["value"] not in place
    assert visitor.page.evaluate(STORED) is None


def test_without_cookies_local_storage_remembers(visit: NewVisitor, serve: Serve) -> None:
    """A browser without our cookie finds its History after a reload; another one does not."""
    url = serve(script="tests/browser/no_cookie_app.py")
    visitor = visit(url, "/create").is_at_rest()
    visitor.waits_for(lambda: visitor.page.evaluate(STORED) is not None)
    visitor.page.get_by_role("textbox", name="Describe").fill(WORDS)
    visitor.press("Create character").sees(WORDS)
    visitor.page.goto(f"{url}/history")
    visitor.sees(WORDS).sees("nobody sees it in another one")
    assert visitor.page.evaluate(STORED) not in visitor.page.content() + visitor.page.url
    stranger = visit(url, "/history", is_friend=True).sees("Nothing here yet")
    assert WORDS not in stranger.page.inner_text("body")
