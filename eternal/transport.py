"""Sends calls and returns their answers: addresses, headers, retries, masking of the key."""

from __future__ import annotations

import contextlib
import json
import logging
import math
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import requests
from requests.adapters import HTTPAdapter

from eternal.deadline import WatchedAdapter
from eternal.environment import connection_settings
from eternal.errors import (
    ConfigurationError,
    ConnectionFailed,
    EternalError,
    TimedOut,
    status_error,
)
from eternal.exchange import Answer, exchange
from eternal.settings import BASE_URL_NAME
from eternal.unwrap import error_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from eternal.calls import Call
    from eternal.errors import KeyUse
    from eternal.settings import Settings

MORE_TRIES: Final = 2
"""How often a GET is sent again after a failure that may pass."""
FIRST_BACKOFF_SECONDS: Final = 0.5
LONGEST_RETRY_AFTER_SECONDS: Final = 60.0

_PASSING_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_MASK = b"[key]"
_SHORTEST_KEY = 8
_ESCAPABLE = '"\\/'

_log = logging.getLogger("eternal")


class Transport:
    """Sends the calls of one client: retries those that only read, sends paid ones exactly once."""

    def __init__(
        self,
        settings: Settings,
        *,
        timeout: float,
        post_timeout: float,
        user_agent: str,
        session: requests.Session | None,
        sleep: Callable[[float], None],
        clock: Callable[[], float],
        random: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._timeout = timeout
        self._post_timeout = post_timeout
        self._user_agent = user_agent
        self._session = session or requests.Session()
        self._adapter = WatchedAdapter()
        self._sleep = sleep
        self._clock = clock
        self._random = random

    @property
    def is_local(self) -> bool:
        """Whether the service is on this machine itself."""
        return self._settings.is_local

    def close(self) -> None:
        """Close the connections that were kept alive."""
        self._adapter.close()

    def get(
        self,
        call: Call[Any],
        parameters: Mapping[str, int | str],
        *,
        timeout: float | None = None,
        retries: int | None = None,
    ) -> bytes:
        """Send a call that only reads, with retries, and return the body of the answer.

        Args:
            call: The call.
            parameters: The parameters of its path and its query, by name.
            timeout: Seconds for one try; the client's own if None.
            retries: How many more tries follow a failure that may pass; None means two.

        Raises:
            EternalError: The failure of the last try. A time-out is raised at once.
        """
        request = self._prepared(call, parameters)
        seconds = self._timeout if timeout is None else min(timeout, self._timeout)
        more_tries = MORE_TRIES if retries is None else retries
        for attempt in count(1):
            failure: EternalError
            try:
                answer = self._once(request, call, attempt, seconds)
            except TimedOut as error:
                failure, pause = error, None
            except ConnectionFailed as error:
                failure, pause = error, self._backoff(attempt)
            except EternalError as error:
                failure, pause = error, None
            else:
                if answer.is_success:
                    return answer.body
                failure = _refusal(answer, self._key_use(call))
                pause = self._pause(answer, attempt)
            if pause is None or attempt > more_tries:
                break
            self._sleep(pause)
        failure.may_have_arrived = False
        raise failure

    def post(self, call: Call[Any], payload: Mapping[str, Any]) -> bytes:
        """Send a paid call exactly once, and return the body of the answer.

        Raises:
            EternalError: The call failed; see ``may_have_arrived``.
        """
        answer = self.post_once(call, payload)
        if answer.failure is None:
            return answer.body
        raise answer.failure

    def post_once(self, call: Call[Any], payload: Mapping[str, Any]) -> Answer:
        """As ``post``, but an incomplete answer is returned with its ``failure``."""
        request = self._prepared(call, {}, payload)
        answer = self._once(request, call, 1, self._post_timeout)
        if answer.is_success:
            return answer
        failure = _refusal(answer, self._key_use(call))
        failure.may_have_arrived = not answer.is_refusal
        raise failure

    def _prepared(
        self,
        call: Call[Any],
        parameters: Mapping[str, int | str],
        payload: Mapping[str, Any] | None = None,
    ) -> requests.PreparedRequest:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": self._user_agent,
        }
        body = None
        if payload is not None:
            body = json.dumps(payload, ensure_ascii=False).encode()
            headers["Content-Type"] = "application/json"
        if call.is_keyed and self._settings.api_key is not None:
            headers["x-api-key"] = self._settings.api_key.get_secret_value()
        url = self._settings.base_url + call.filled_path(parameters)
        query = call.query(parameters)
        asked = requests.Request(call.method, url, headers=headers, params=query, data=body)
        with contextlib.suppress(
            ValueError
        ):  # every exception of requests for a bad address is a ValueError
            return asked.prepare()
        raise ConfigurationError(f"The address in {BASE_URL_NAME} cannot be used.")

    def _key_use(self, call: Call[Any]) -> KeyUse:
        if not call.is_keyed:
            return "not needed"
        if self._settings.api_key is None:
            return "missing"
        key = self._settings.api_key.get_secret_value()
        return "other kind" if key.startswith("sk_") else "sent"

    def _once(
        self, request: requests.PreparedRequest, call: Call[Any], attempt: int, timeout: float
    ) -> Answer:
        url = request.url or ""
        adapter = self._adapter_for(url)
        started = self._clock()
        outcome: object = "no answer"
        try:
            answer = exchange(
                adapter,
                request,
                timeout=timeout,
                settings=connection_settings(self._session, url),
            )
            outcome = type(answer.failure).__name__ if answer.failure else answer.status
        except EternalError as error:
            outcome = type(error).__name__
            raise
        finally:
            took = (self._clock() - started) * 1000
            _log.debug(
                "%s %s -> %s (try %d, %.0f ms)", call.method, call.path, outcome, attempt, took
            )
        return self._masked(answer)

    def _adapter_for(self, url: str) -> HTTPAdapter:
        """The session's adapter for an address; ours, with a deadline, if it is a plain one."""
        adapter: Any = None
        with contextlib.suppress(requests.exceptions.InvalidSchema):
            adapter = self._session.get_adapter(url)
        if adapter is None:
            raise ConfigurationError("The session that was given has no adapter for this address.")
        return self._adapter if type(adapter) is HTTPAdapter else adapter

    def _masked(self, answer: Answer) -> Answer:
        if self._settings.api_key is None:
            return answer
        key = self._settings.api_key.get_secret_value()
        # No real key is this short, or reads like an id: masking it in a character would damage ids
        # and words that contain it. The body of an error is always masked.
        if answer.is_success and (len(key) < _SHORTEST_KEY or key.isdigit()):
            return answer
        body = answer.body.replace(key.encode(), _MASK)
        if b"\\" in body:
            body = _escaped(key).sub(_MASK, body)
        return replace(answer, body=body)

    def _pause(self, answer: Answer, attempt: int) -> float | None:
        """Seconds until the next try, or None if there is no next try."""
        if answer.status not in _PASSING_STATUSES:
            return None
        asked = _asked_pause(answer)
        if asked is None:
            return self._backoff(attempt)
        return asked if asked <= LONGEST_RETRY_AFTER_SECONDS else None

    def _backoff(self, attempt: int) -> float:
        longest = FIRST_BACKOFF_SECONDS * 2.0 ** (attempt - 1)
        return longest * (1 - 0.25 * self._random())


def retry_after_seconds(value: str, now: datetime) -> float | None:
    """Parse a ``Retry-After`` header, a number or an HTTP date, into seconds.

    Args:
        value: The header.
        now: The time by the server's clock, since a date is given by that clock.

    Returns:
        The seconds; None if they are negative, in the past, infinite or not a number.
    """
    try:
        seconds = float(value)
    except ValueError:
        then = _moment(value)
        if then is None:
            return None
        seconds = (then - now).total_seconds()
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _refusal(answer: Answer, key_use: KeyUse) -> EternalError:
    return status_error(
        answer.status,
        error_text(answer.body),
        retry_after=_asked_pause(answer),
        key_use=key_use,
    )


def _moment(value: str) -> datetime | None:
    """Parse an HTTP date; None if it is none. Without a time zone it is UTC, as in HTTP."""
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _escaped(key: str) -> re.Pattern[bytes]:
    """A pattern for the key in JSON text, where any of its characters may be escaped."""
    forms = []
    for char in key:
        short = r"\\?" if char in _ESCAPABLE else ""
        forms.append(rf"(?:{short}{re.escape(char)}|\\u(?i:{ord(char):04x}))")
    return re.compile("".join(forms).encode())


def _asked_pause(answer: Answer) -> float | None:
    value = answer.headers.get("Retry-After")
    # By the server's clock: ours may be an hour off, and only the difference counts.
    now = _moment(answer.headers.get("Date", "")) or datetime.now(UTC)
    return None if value is None else retry_after_seconds(value, now)
