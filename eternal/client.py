"""The client: one method a documented call, and the waits that they need."""

from __future__ import annotations

import time
from random import random as system_random
from typing import TYPE_CHECKING, Final, Self, cast

from eternal import waiting
from eternal.driver import Driver
from eternal.errors import ContractError
from eternal.generation_calls import GenerationCalls
from eternal.models import LARGEST_ID, Character, CharacterPage, Creation, Poll
from eternal.pagination import LARGEST_PAGE, MOST_BLIND_PAGES, has_more
from eternal.paid import DriftLog, read_paid
from eternal.parsing import parse_creation, parse_page, parse_poll
from eternal.settings import DEFAULT_POST_TIMEOUT_SECONDS, make_settings
from eternal.transport import Transport
from eternal.validation import (
    validate_id,
    validate_prompt,
    validate_retries,
    validate_timeout,
    validate_whole_number,
)
from eternal.version import USER_AGENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from threading import Event

    import requests

DEFAULT_TIMEOUT_SECONDS: Final = 20.0


class EternalClient(GenerationCalls):
    """A client of EternalAI's V2 character API. Safe to share between threads.

    Args:
        api_key: The key, needed to create characters, pictures and videos. Listing and polling are
            public and never send it.
        base_url: Where the API is; may carry a path. Plain http is taken for loopback only.
        timeout: Seconds for one try of one GET as a whole, from connecting to the last byte.
        post_timeout: The same for a POST. It is longer: a POST is never sent again, so nothing is
            gained by giving it up early, and the id of what was paid for may still come.
        session: Brings proxies, certificates and adapters; its headers and cookies are not used.
        sleep: How to pause, for tests.
        clock: Monotonic seconds, for tests.
        random: A number from 0 to 1 for the jitter of retries, for tests.

    Raises:
        ConfigurationError: The key or the address cannot be used.
        InvalidInput: A time-out is no positive number.
    """

    def __init__(
        self,
        api_key: str | None = None,
        base_url: str | None = None,
        *,
        timeout: float = DEFAULT_TIMEOUT_SECONDS,
        post_timeout: float = DEFAULT_POST_TIMEOUT_SECONDS,
        session: requests.Session | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = system_random,
    ) -> None:
        validate_timeout(timeout)
        validate_timeout(post_timeout)
        self._settings = make_settings(api_key, base_url)
        self._drift = DriftLog(self._settings)
        self._clock = clock
        self._driver = Driver(sleep, clock)
        self._transport = Transport(
            self._settings,
            timeout=timeout,
            post_timeout=post_timeout,
            user_agent=USER_AGENT,
            session=session,
            sleep=sleep,
            clock=clock,
            random=random,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"EternalClient(base_url={self._settings.base_url!r})"

    @property
    def base_url(self) -> str:
        """Where the API is, without a slash at its end."""
        return self._settings.base_url

    def close(self) -> None:
        """Closes the connections that were kept alive."""
        self._transport.close()

    def list_characters(self, page: int = 1, limit: int = LARGEST_PAGE) -> CharacterPage:
        """One page of the characters that anyone can see. Documented as List Characters.

        Args:
            page: From 1.
            limit: How many, from 1 to 50.

        Raises:
            InvalidInput: The page or the limit is out of range.
            EternalError: The call failed.
        """
        validate_whole_number("page", page, LARGEST_ID)
        validate_whole_number("limit", limit, LARGEST_PAGE)
        body = self._transport.get("/v2/characters", query={"page": page, "limit": limit})
        return self._trusted(parse_page(body, page=page, limit=limit))

    def iter_characters(self, limit: int = LARGEST_PAGE) -> Iterator[Character]:
        """All characters, page by page, each id once.

        The API tells no total: the end is an empty page, or one with nothing new.

        Raises:
            ContractError: Page after page holds records, of which none can be read.
            EternalError: A call failed.
        """
        seen: set[int] = set()
        previous: CharacterPage | None = None
        page, blind = 1, 0
        while has_more(answer := self.list_characters(page, limit), seen, previous):
            new = [one for one in answer.characters if one.id not in seen]
            seen.update(one.id for one in new)
            yield from new
            blind = 0 if new else blind + 1
            if blind == MOST_BLIND_PAGES:
                raise ContractError(
                    f"No record on the {blind} pages up to page {page} could be read."
                )
            page, previous = page + 1, answer

    def create_character(self, prompt: str) -> Creation:
        """Asks for a new character; it is made asynchronously. Documented as Create a Character.

        The request is sent exactly once, as it may cost credits.

        Args:
            prompt: What the character is like, 1 to 2,000 characters.

        Raises:
            InvalidInput: The prompt cannot be sent.
            EternalError: The call failed; ``may_have_arrived`` tells whether the character may have
                been created all the same.
        """
        validate_prompt(prompt)
        answer = self._transport.post_once("/v2/character/create", {"prompt": prompt})
        return self._trusted(read_paid(answer, parse_creation))

    def poll_character(
        self, id: int, *, timeout: float | None = None, retries: int | None = None
    ) -> Poll:
        """How far a creation is. Documented as Poll for Character Result.

        Args:
            id: The character's id, not the request's.
            timeout: Seconds for one try, if less than the client's own.
            retries: How many more tries follow a failure that may pass; two if None. With 0 the
                call never sleeps: for callers that have a schedule of their own.

        Raises:
            InvalidInput: This is no id, the time-out is no positive number, or the retries are not
                a whole number from 0 to 10.
            EternalError: The call failed.
        """
        validate_id(id)
        if timeout is not None:
            validate_timeout(timeout)
        validate_retries(retries)
        return self._poll(id, timeout, retries=retries)

    def wait_for_character(
        self,
        id: int,
        timeout: float = waiting.DEFAULT_TIMEOUT_SECONDS,
        on_poll: Callable[[Poll], None] | None = None,
        cancel: Event | None = None,
    ) -> Character:
        """Polls until the character is ready.

        Args:
            id: The character's id.
            timeout: Seconds to wait in all. How long a creation takes is not documented.
            on_poll: Called with each answer.
            cancel: An event that ends the wait from another thread.

        Raises:
            GenerationFailed: The server says that it could not make the character.
            WaitTimeout: The time is over. It carries the id: waiting can go on later.
            WaitCancelled: ``cancel`` was set. It carries the id, too.
            EternalError: A poll failed in a way that waiting does not cure.
        """
        validate_id(id)
        poll = self._driver.run(
            waiting.begin(id, self._clock(), timeout=timeout),
            lambda seconds: self._poll(id, seconds, retries=0),
            on_poll,
            cancel,
        )
        return cast("Character", poll.character)  # success without a character is an error

    def _poll(
        self,
        id: int,
        timeout: float | None,
        *,
        retries: int | None = None,
    ) -> Poll:
        body = self._transport.get(
            "/v2/character/poll-result/{id}",
            id=id,
            timeout=timeout,
            retries=retries,
        )
        return self._trusted(parse_poll(body, id=id))
