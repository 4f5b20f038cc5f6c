"""The pictures of the README, taken of the dashboard itself.

``python -m tests.browser.screenshots`` writes them to ``.github/screenshots``.
"""

from __future__ import annotations

import io
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from eternal.simulator import Fault, Simulator, SimulatorServer
from eternal.simulator.people.cast import load_cast
from eternal.simulator.people.person import as_listed
from eternal.validation import LONGEST_PROMPT
from tests.browser.apis import Crowd, DownAtTimes, crowd
from tests.browser.chromium import find_browser, launch
from tests.browser.tabs import Tabs
from tests.browser.visitor import ALL_IMAGES, Visitor
from tests.dashboard import ROOT, Dashboard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Literal

    from playwright.sync_api import Browser, ViewportSize
    from starlette.types import ASGIApp

    Scheme = Literal["light", "dark"]

TARGET: Final = ROOT / ".github" / "screenshots"
DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 800}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
FILM_WIDTH: Final = 900
FILM_COLOURS: Final = 96
MOST_FRAMES: Final = 60
FRAME_SECONDS: Final = 0.35
PROMPT: Final = (
    "A 68-year-old retired sea captain from Lisbon who talks to the gulls and bakes the best"
    " custard tarts of the harbour."
)
BAKER: Final = "A night-shift baker from Osaka, 34, who hums to the dough."
POTTER: Final = "A potter from Faenza, 41, who collects rain."
ASIDE: Final = (1270, 780)
"""Where the pointer hovers over nothing."""
DONE: Final = "Done. Here is your character."


class Photographer:
    """Opens pages and keeps what they look like.

    Args:
        browser: The browser to open them in.
        url: Where the dashboard runs.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url

    @contextmanager
    def visit(
        self, path: str, *, size: ViewportSize = DESKTOP, scheme: Scheme = "light"
    ) -> Iterator[Visitor]:
        """Open a page for as long as it is needed."""
        with self._browser.new_context(viewport=size, color_scheme=scheme) as context:
            yield Visitor(Tabs(context), self._url).open(path)

    def take(
        self,
        name: str,
        path: str,
        words: str,
        *,
        size: ViewportSize = DESKTOP,
        scheme: Scheme = "light",
    ) -> None:
        """Keep a page as it looks once certain words are on it."""
        with self.visit(path, size=size, scheme=scheme) as visitor:
            visitor.sees(words).is_at_rest()
            keep(visitor, name)


def keep(visitor: Visitor, name: str) -> None:
    """Write what is in view, in few enough colours to be small."""
    settle(visitor)
    image = Image.open(io.BytesIO(visitor.page.screenshot())).convert("RGB")
    few = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(TARGET / f"{name}.png", optimize=True)


def settle(visitor: Visitor) -> None:
    """Wait until pictures and letters are drawn."""
    visitor.page.evaluate(f"""async () => {{
        await document.fonts.ready;
        const isInView = one => one.getBoundingClientRect().top < innerHeight;
        const images = ({ALL_IMAGES})().filter(isInView);
        await Promise.allSettled(images.map(one => one.decode()));
    }}""")
    visitor.page.wait_for_timeout(500)


def describe(visitor: Visitor) -> None:
    """Type the description."""
    box = visitor.page.get_by_role("textbox", name="Describe the character")
    box.fill(PROMPT)
    box.blur()
    visitor.sees(f"{LONGEST_PROMPT - len(PROMPT):,} characters left").is_at_rest()


def take_pages(photographer: Photographer) -> None:
    """Keep each page, in light and dark, and on a phone."""
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme in schemes:
        photographer.take(f"gallery-{scheme}", "/", "Elara Voss", scheme=scheme)
        photographer.take(f"lookup-{scheme}", "/lookup?id=6790", "Elara Voss", scheme=scheme)
        with photographer.visit("/create", scheme=scheme) as visitor:
            describe(visitor)
            visitor.press("Create character").page.mouse.move(*ASIDE)
            bar = visitor.page.get_by_role("progressbar")
            expect(bar).to_have_attribute("aria-valuenow", re.compile(r"^[4-9]\d$"))
            keep(visitor, f"create-{scheme}")
    photographer.take("gallery-phone", "/", "Elara Voss", size=PHONE)
    photographer.take("lookup-phone", "/lookup?id=6790", "Elara Voss", size=PHONE)


def take_history(photographer: Photographer) -> None:
    """Keep the History of a visitor with characters, a picture, and one that is under way."""
    with photographer.visit("/create") as visitor:
        for words in (BAKER, PROMPT):
            visitor.page.get_by_role("textbox", name="Describe the character").fill(words)
            visitor.press("Create character").sees(DONE).is_at_rest()
            visitor.press("Create another").is_at_rest()
        visitor.open("/generate?character=6790").sees_name("Elara Voss").is_at_rest()
        visitor.press("Lofi Style").is_at_rest().press("Generate")
        made = visitor.page.get_by_role("img", name="The picture that was made")
        expect(made).to_be_visible()
        expect(visitor.page.get_by_test_id("stToast")).to_have_count(0)
        visitor.menu("Create").page.get_by_role("textbox", name="Describe the character").fill(
            POTTER
        )
        visitor.press("Create character").menu("History").sees("4 entries").is_at_rest()
        visitor.page.mouse.move(*ASIDE)
        keep(visitor.looks(DESKTOP), "history-light")
        keep(visitor.looks(DESKTOP, "dark"), "history-dark")
        keep(visitor.looks(PHONE), "history-phone")


def take_film(photographer: Photographer) -> None:
    """Keep a creation from the click to the character, as a short film."""
    frames: list[Image.Image] = []
    with photographer.visit("/create") as visitor:
        describe(visitor)
        frames += [frame_of(visitor)] * 3
        visitor.press("Create character")
        visitor.page.mouse.move(*ASIDE)
        while not visitor.page.get_by_text(DONE).count() and len(frames) < MOST_FRAMES:
            visitor.page.wait_for_timeout(FRAME_SECONDS * 1000)
            frames.append(frame_of(visitor))
        visitor.sees(DONE)
        visitor.button("Create another").scroll_into_view_if_needed()
        settle(visitor)
        frames += [frame_of(visitor)] * 8
    both = Image.new("RGB", (FILM_WIDTH, 2 * frames[0].height))
    both.paste(frames[0])
    both.paste(frames[-1], (0, frames[0].height))
    palette = both.quantize(FILM_COLOURS, dither=Image.Dither.NONE)
    few = [one.quantize(palette=palette, dither=Image.Dither.NONE) for one in frames]
    few[0].save(
        TARGET / "creation.gif",
        save_all=True,
        append_images=few[1:],
        duration=int(FRAME_SECONDS * 1000),
        loop=0,
        optimize=True,
    )


def frame_of(visitor: Visitor) -> Image.Image:
    """One frame of the film."""
    image = Image.open(io.BytesIO(visitor.page.screenshot())).convert("RGB")
    height = round(image.height * FILM_WIDTH / image.width)
    return image.resize((FILM_WIDTH, height), Image.Resampling.LANCZOS)


@contextmanager
def dashboard_on(browser: Browser, api: ASGIApp) -> Iterator[Photographer]:
    """Start a dashboard on an API that misbehaves."""
    with (
        SimulatorServer(api) as server,
        Dashboard({"ETERNALAI_BASE_URL": server.base_url}) as dashboard,
    ):
        yield Photographer(browser, dashboard.url)


def take_states(browser: Browser) -> None:
    """Keep what the gallery shows when not all is well."""
    slow = Simulator(faults=[Fault("list", times=None, delay_seconds=20)])
    with dashboard_on(browser, slow) as photographer, photographer.visit("/") as visitor:
        visitor.sees("Loading the characters")
        keep(visitor, "state-loading")
    with dashboard_on(browser, Crowd(crowd(0))) as photographer:
        photographer.take("state-empty", "/", "There are no characters here yet")
    people = [as_listed(one) for one in load_cast()]
    people[3] = {"id": "no number", "display_name": ["no", "text"]}
    with (
        dashboard_on(browser, Crowd(people)) as photographer,
        photographer.visit("/?size=12") as visitor,
    ):
        visitor.sees("could not be read").is_at_rest()
        visitor.page.get_by_text("could not be read").scroll_into_view_if_needed()
        keep(visitor, "state-partial")
    down = DownAtTimes(Simulator())
    down.is_down = True
    with dashboard_on(browser, down) as photographer:
        photographer.take("state-error", "/", "Try again")
    with SimulatorServer(down) as server:
        nobody_there = server.base_url
    with Dashboard({"ETERNALAI_BASE_URL": nobody_there}) as dashboard:
        Photographer(browser, dashboard.url).take("state-offline", "/", "Try again")


def sizes(folder: Path) -> list[str]:
    """What was written, and how large it is."""
    return [f"{one.name}: {one.stat().st_size // 1024} KB" for one in sorted(folder.iterdir())]


def main() -> None:
    """Take all pictures."""
    executable = find_browser()
    if executable is None:
        sys.exit("No browser: put Chromium or Chrome on the PATH, or name it in ETERNAL_BROWSER.")
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        with Dashboard() as dashboard:
            photographer = Photographer(browser, dashboard.url)
            take_pages(photographer)
            take_history(photographer)
            take_film(photographer)
        take_states(browser)
        browser.close()
    sys.stdout.write("\n".join(sizes(TARGET)) + "\n")


if __name__ == "__main__":
    main()
