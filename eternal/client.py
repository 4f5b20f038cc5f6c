"""The client: one method for each documented call, and two that wait for a result."""

from __future__ import annotations

import time
from functools import partial
from random import random as system_random
from typing import TYPE_CHECKING, Final, Self, cast

from eternal import calls, validation, waiting
from eternal.caller import Caller
from eternal.driver import Driver
from eternal.generation_requests import EffectRequest, PictureRequest, VideoRequest
from eternal.models import LARGEST_ID
from eternal.pagination import LARGEST_PAGE, iter_listed
from eternal.settings import DEFAULT_POST_TIMEOUT_SECONDS, make_settings
from eternal.version import USER_AGENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from threading import Event

    import requests

    from eternal.generation import Generation, GenerationPoll
    from eternal.generation_requests import GenerationRequest
    from eternal.models import Character, CharacterPage, Creation, Poll

DEFAULT_TIMEOUT_SECONDS: Final = 20.0


class EternalClient:
    """A client of EternalAI's V2 character API. Safe to share between threads.

    Pictures and videos are made of adults only: a character whose age is missing or under 18 is
    refused with a ``PolicyError`` before anything is sent. What costs credits is sent exactly once;
    if it fails, ``may_have_arrived`` tells whether it may have been carried out all the same.

    Args:
        api_key: The key, needed to create characters, pictures and videos. Listing and polling are
            public and never send it.
        base_url: The address of the API; may have a path. Plain http is accepted on loopback only.
        timeout: Seconds for one try of one GET as a whole, from connecting to the last byte.
        post_timeout: The same for a POST. It is longer: a POST is never sent again, so giving up
            early gains nothing, and would lose the id of what was paid for.
        session: Gives proxies, certificates and adapters; its headers and cookies are not used.
        sleep: Pauses for some seconds; for tests.
        clock: Gives monotonic seconds; for tests.
        random: Gives a number from 0 to 1 for the jitter of retries; for tests.

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
        validation.validate_timeout(timeout)
        validation.validate_timeout(post_timeout)
        self._settings = make_settings(api_key, base_url)
        self._clock = clock
        self._driver = Driver(sleep, clock)
        from eternal.transport import Transport  # noqa: PLC0415 - with it comes requests

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
        self._caller = Caller(self._settings, self._transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"EternalClient(base_url={self._settings.base_url!r})"

    @property
    def base_url(self) -> str:
        """The address of the API, without a slash at its end."""
        return self._settings.base_url

    def close(self) -> None:
        """Close idle connections."""
        self._transport.close()

    def list_characters(self, page: int = 1, limit: int = LARGEST_PAGE) -> CharacterPage:
        """Load one page of the public characters. Documented as List Characters.

        Args:
            page: From 1.
            limit: The page size, from 1 to 50.

        Raises:
            InvalidInput: The page or the limit is out of range.
            EternalError: The call failed.
        """
        validation.validate_whole_number("page", page, LARGEST_ID)
        validation.validate_whole_number("limit", limit, LARGEST_PAGE)
        return self._caller.ask(calls.LIST_CHARACTERS, page=page, limit=limit)

    def iter_characters(self, limit: int = LARGEST_PAGE) -> Iterator[Character]:
        """Iterate over all characters, page by page, each id once.

        The API gives no total: the list ends with an empty page, or one with nothing new.

        Raises:
            ContractError: On several pages in a row no record could be read.
            EternalError: A call failed.
        """
        return iter_listed(lambda page: self.list_characters(page, limit))

    def create_character(self, prompt: str) -> Creation:
        """Request a new character, which is made asynchronously. Documented as Create a Character.

        Args:
            prompt: What the character is like, 1 to 2,000 characters.

        Raises:
            InvalidInput: The prompt cannot be sent.
            EternalError: The call failed; see ``may_have_arrived``.
        """
        validation.validate_prompt(prompt)
        return self._caller.pay(calls.CREATE_CHARACTER, {"prompt": prompt})

    def poll_character(
        self, id: int, *, timeout: float | None = None, retries: int | None = None
    ) -> Poll:
        """Ask for the state of a creation. Documented as Poll for Character Result.

        Args:
            id: The character's id, not the request's.
            timeout: Seconds for one try, if less than the client's own.
            retries: How many more tries, from 0 to 10, follow a failure that may pass; None means
                two. With 0 the call never sleeps: for callers with a schedule of their own.

        Raises:
            InvalidInput: The id is no id, or an option is out of range.
            EternalError: The call failed.
        """
        validation.validate_id(id)
        validation.validate_options(timeout, retries)
        return self._caller.ask(calls.POLL_CHARACTER, id=id, timeout=timeout, retries=retries)

    def wait_for_character(
        self,
        id: int,
        timeout: float = waiting.DEFAULT_TIMEOUT_SECONDS,
        on_poll: Callable[[Poll], None] | None = None,
        cancel: Event | None = None,
    ) -> Character:
        """Poll until the character is ready.

        Args:
            id: The character's id.
            timeout: Seconds to wait in all. How long a creation takes is not documented.
            on_poll: Called with each answer.
            cancel: An event that ends the wait from another thread.

        Raises:
            GenerationFailed: The server says that it could not make the character.
            WaitTimeout: The time is over. The error has the id, to wait again later.
            WaitCancelled: ``cancel`` was set. The error has the id, too.
            EternalError: A poll failed in a way that waiting does not cure.
        """
        validation.validate_id(id)
        ask = partial(self._caller.ask, calls.POLL_CHARACTER, id=id, retries=0)
        wait = waiting.begin(id, self._clock(), timeout=timeout)
        poll = self._driver.run(wait, ask, on_poll, cancel)
        return cast("Character", poll.character)  # success without a character is an error

    def generate(self, request: GenerationRequest) -> Generation:
        """Request a visual effect, a picture or a video.

        Raises:
            PolicyError: The character is not known to be an adult.
            InvalidInput: Something in the request cannot be sent.
            EternalError: The call failed; see ``may_have_arrived``.
        """
        request.validate()
        is_effect = isinstance(request, EffectRequest)
        call = calls.GENERATE_EFFECT if is_effect else calls.GENERATE_CUSTOM
        return self._caller.pay(call, request.payload())

    def generate_effect(
        self,
        character: Character,
        effect_id: str,
        *,
        duration: int | None = None,
        audio: bool | None = None,
    ) -> Generation:
        """Request a visual effect. Raises the errors of ``generate``.

        Args:
            character: The character, 18 or over.
            effect_id: The effect's id. The effect decides whether a picture or a video is made.
            duration: For an effect that makes a video: 1 to 5 seconds; None leaves it out.
            audio: For an effect that makes a video: whether it has sound; None leaves it out.
        """
        return self.generate(EffectRequest(character, effect_id, duration, audio))

    def generate_image(
        self, character: Character, prompt: str, *, quality: str = "low"
    ) -> Generation:
        """Request a picture from a description. Raises the errors of ``generate``.

        Args:
            character: The character, 18 or over.
            prompt: What the picture shows, 1 to 2,000 characters.
            quality: ``low``, or ``high`` for twice the cost.
        """
        return self.generate(PictureRequest(character, prompt, quality))

    def generate_video(
        self, character: Character, prompt: str, *, duration: int = 5, audio: bool = True
    ) -> Generation:
        """Request a video from a description. Raises the errors of ``generate``.

        Args:
            character: The character, 18 or over.
            prompt: What the video shows, 1 to 2,000 characters.
            duration: 1 to 5 seconds.
            audio: Whether it has sound.
        """
        return self.generate(VideoRequest(character, prompt, duration, audio))

    def poll_generation(
        self, request_id: str, *, timeout: float | None = None, retries: int | None = None
    ) -> GenerationPoll:
        """Ask for the state of a picture or a video. Documented as a call of the V2 section.

        Args:
            request_id: The request's id, not the character's.
            timeout: Seconds for one try, if less than the client's own.
            retries: How many more tries, from 0 to 10, follow a failure that may pass; None means
                two. With 0 the call never sleeps: for callers with a schedule of their own.

        Raises:
            InvalidInput: The id is no request's id, or an option is out of range.
            EternalError: The call failed.
        """
        validation.validate_request_id(request_id)
        validation.validate_options(timeout, retries)
        return self._caller.ask(
            calls.POLL_GENERATION, request_id=request_id, timeout=timeout, retries=retries
        )

    def wait_for_generation(
        self,
        request_id: str,
        timeout: float = waiting.DEFAULT_TIMEOUT_SECONDS,
        on_poll: Callable[[GenerationPoll], None] | None = None,
        cancel: Event | None = None,
    ) -> GenerationPoll:
        """Poll until the picture or the video is ready; the last poll has its address.

        Args:
            request_id: The request's id.
            timeout: Seconds to wait in all. How long a generation takes is not documented.
            on_poll: Called with each answer, which may have the progress.
            cancel: An event that ends the wait from another thread.

        Raises:
            GenerationFailed: The server says that it could not make the picture or the video.
            WaitTimeout: The time is over. The error has the id, to wait again later.
            WaitCancelled: ``cancel`` was set. The error has the id, too.
            EternalError: A poll failed in a way that waiting does not cure.
        """
        validation.validate_request_id(request_id)
        ask = partial(self._caller.ask, calls.POLL_GENERATION, request_id=request_id, retries=0)
        wait = waiting.begin(request_id, self._clock(), timeout=timeout)
        return self._driver.run(wait, ask, on_poll, cancel)
