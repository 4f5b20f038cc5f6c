"""The calls that make pictures and videos of a character: a part of the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from eternal import waiting
from eternal.generation_parsing import parse_generation, parse_generation_poll
from eternal.generation_requests import (
    EffectRequest,
    GenerationRequest,
    PictureRequest,
    VideoRequest,
)
from eternal.paid import read_paid
from eternal.private_urls import without_private_urls
from eternal.validation import validate_request_id, validate_retries, validate_timeout

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from eternal.driver import Driver
    from eternal.generation import (
        Generation,
        GenerationPoll,
    )
    from eternal.models import Character, CharacterPage, Creation, Poll
    from eternal.paid import DriftLog
    from eternal.transport import Transport


_AnswerT = TypeVar("_AnswerT", "CharacterPage", "Creation", "Poll", "GenerationPoll")


class GenerationCalls:
    """What ``EternalClient`` can do with a character that is there.

    Pictures and videos are made of adults only: a character whose age is missing or under 18 is
    refused with a ``PolicyError`` before anything is sent. A request is sent exactly once, as it
    costs credits; if it fails, ``may_have_arrived`` tells whether something may be made all the
    same.
    """

    _transport: Transport
    _driver: Driver
    _drift: DriftLog
    _clock: Callable[[], float]

    def generate(self, request: GenerationRequest) -> Generation:
        """Ask for a visual effect, a picture or a video.

        The request is sent exactly once, as it costs credits.

        Raises:
            PolicyError: The character is not known to be an adult.
            InvalidInput: Something in the request cannot be sent.
            EternalError: The call failed; ``may_have_arrived`` tells whether something may be made
                all the same.
        """
        request.validate()
        is_effect = isinstance(request, EffectRequest)
        path = "/v2/generate" if is_effect else "/v2/base/generate"
        generation = read_paid(self._transport.post_once(path, request.payload()), parse_generation)
        self._drift.tell(generation)
        return generation

    def generate_effect(
        self,
        character: Character,
        effect_id: str,
        *,
        duration: int | None = None,
        audio: bool | None = None,
    ) -> Generation:
        """Asks for a visual effect. Documented as a call of the V2 section.

        Args:
            character: Of whom; 18 or over.
            effect_id: Which effect. It decides whether a picture or a video is made.
            duration: For an effect that makes a video: 1 to 5 seconds; None leaves it out.
            audio: For an effect that makes a video: whether it has sound; None leaves it out.

        Raises:
            PolicyError: The character is not known to be an adult.
            InvalidInput: The effect or an option cannot be sent.
            EternalError: The call failed.
        """
        return self.generate(EffectRequest(character, effect_id, duration, audio))

    def generate_image(
        self, character: Character, prompt: str, *, quality: str = "low"
    ) -> Generation:
        """Asks for a picture from a description. Documented as a call of the V2 section.

        Args:
            character: Of whom; 18 or over.
            prompt: What the picture shows, 1 to 2,000 characters.
            quality: ``low``, or ``high`` for twice the cost.

        Raises:
            PolicyError: The character is not known to be an adult.
            InvalidInput: The prompt or the quality cannot be sent.
            EternalError: The call failed.
        """
        return self.generate(PictureRequest(character, prompt, quality))

    def generate_video(
        self, character: Character, prompt: str, *, duration: int = 5, audio: bool = True
    ) -> Generation:
        """Asks for a video from a description. Documented as a call of the V2 section.

        Args:
            character: Of whom; 18 or over.
            prompt: What the video shows, 1 to 2,000 characters.
            duration: 1 to 5 seconds.
            audio: Whether it has sound.

        Raises:
            PolicyError: The character is not known to be an adult.
            InvalidInput: The prompt or an option cannot be sent.
            EternalError: The call failed.
        """
        return self.generate(VideoRequest(character, prompt, duration, audio))

    def poll_generation(
        self, request_id: str, *, timeout: float | None = None, retries: int | None = None
    ) -> GenerationPoll:
        """How far a picture or a video is. Documented as a call of the V2 section.

        Args:
            request_id: The request's id, not the character's.
            timeout: Seconds for one try, if less than the client's own.
            retries: How many more tries follow a failure that may pass; two if None. With 0 the
                call never sleeps: for callers that have a schedule of their own.

        Raises:
            InvalidInput: No request has such an id, the time-out is no positive number, or the
                retries are not a whole number from 0 to 10.
            EternalError: The call failed.
        """
        validate_request_id(request_id)
        if timeout is not None:
            validate_timeout(timeout)
        validate_retries(retries)
        return self._poll_generation(request_id, timeout, retries=retries)

    def wait_for_generation(
        self,
        request_id: str,
        timeout: float = waiting.DEFAULT_TIMEOUT_SECONDS,
        on_poll: Callable[[GenerationPoll], None] | None = None,
        cancel: Event | None = None,
    ) -> GenerationPoll:
        """Polls until the picture or the video is there; the poll that says so has its address.

        Args:
            request_id: The request's id.
            timeout: Seconds to wait in all. How long a generation takes is not documented.
            on_poll: Called with each answer, which may tell the progress.
            cancel: An event that ends the wait from another thread.

        Raises:
            GenerationFailed: The server says that it could not make it.
            WaitTimeout: The time is over. It carries the id: waiting can go on later.
            WaitCancelled: ``cancel`` was set. It carries the id, too.
            EternalError: A poll failed in a way that waiting does not cure.
        """
        validate_request_id(request_id)
        return self._driver.run(
            waiting.begin(request_id, self._clock(), timeout=timeout),
            lambda seconds: self._poll_generation(request_id, seconds, retries=0),
            on_poll,
            cancel,
        )

    def _poll_generation(
        self,
        request_id: str,
        timeout: float | None,
        *,
        retries: int | None = None,
    ) -> GenerationPoll:
        body = self._transport.get(
            "/v2/poll-result/{request_id}",
            request_id=request_id,
            timeout=timeout,
            retries=retries,
        )
        return self._trusted(parse_generation_poll(body, request_id=request_id))

    def _trusted(self, answer: _AnswerT) -> _AnswerT:
        """The answer as it is from this machine, else without what leads into the visitor's own."""
        checked = answer if self._transport.is_local else without_private_urls(answer)
        self._drift.tell(checked)
        return checked
