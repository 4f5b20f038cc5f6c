"""The error tree: sentences, attributes, and that errors travel."""

from __future__ import annotations

import copy
import inspect
import pickle

import pytest

from eternal import (
    ConfigurationError,
    ConnectionFailed,
    ContractError,
    EternalError,
    GenerationFailed,
    InsufficientCredits,
    InvalidInput,
    NotFound,
    PolicyError,
    RateLimited,
    ServerError,
    StatusError,
    TimedOut,
    Unauthorized,
    WaitCancelled,
    WaitTimeout,
    errors,
)
from eternal.errors import status_error

EXAMPLES: list[tuple[EternalError, str]] = [
    (ConfigurationError("The key is odd."), "The key is odd."),
    (InvalidInput("The ID is odd."), "The ID is odd."),
    (PolicyError("Adults only."), "Adults only."),
    (ConnectionFailed("It broke.", has_connected=True, may_have_arrived=True), "It broke."),
    (TimedOut("Too slow.", may_have_arrived=True), "Too slow."),
    (StatusError(418, "tea"), "The service refused the request (status 418). tea"),
    (Unauthorized(401, "who?"), "The service did not accept the key (status 401). who?"),
    (InsufficientCredits(402), "There are not enough credits (status 402)."),
    (NotFound(404), "The service found nothing there (status 404)."),
    (
        RateLimited(429, retry_after=7.5),
        "The service asks for fewer requests (status 429).",
    ),
    (
        ServerError(503, "down", retry_after=3, may_have_arrived=True),
        "The service has a problem of its own (status 503). down",
    ),
    (
        ContractError("list: result is a list", may_have_arrived=True),
        "The service gave an answer that cannot be read (list: result is a list).",
    ),
    (GenerationFailed("no cats", id=6870), "The service could not make this character. no cats"),
    (
        GenerationFailed("no cats", id="d63f", what="picture or video"),
        "The service could not make this picture or video. no cats",
    ),
    (WaitTimeout("d63f", 600), "Request d63f was not ready after 600 seconds."),
    (WaitCancelled("d63f"), "Waiting for request d63f was cancelled."),
    (WaitTimeout(6870, 600), "Character 6870 was not ready after 600 seconds."),
    (WaitCancelled(6870), "Waiting for character 6870 was cancelled."),
]
BY_NAME = [pytest.param(error, text, id=type(error).__name__) for error, text in EXAMPLES]


def test_examples_are_all_there_is() -> None:
    """Each class of the tree has an example here."""
    classes = {kind for _, kind in inspect.getmembers(errors, inspect.isclass)}
    tree = {kind for kind in classes if issubclass(kind, EternalError)}
    assert tree == {type(error) for error, _ in EXAMPLES} | {EternalError}


@pytest.mark.parametrize(("error", "text"), BY_NAME)
def test_text(error: EternalError, text: str) -> None:
    """An error reads as a sentence, with the server's own words, if any, after it."""
    assert str(error) == text
    assert text == f"{error.headline} {error.detail}".rstrip()
    assert not error.detail or error.detail not in error.headline


@pytest.mark.parametrize(("error", "text"), BY_NAME)
def test_advice(error: EternalError, text: str) -> None:
    """Every error says what to do next, in a whole sentence."""
    assert text
    assert error.advice[0].isupper()
    assert error.advice.endswith(".")


@pytest.mark.parametrize(("error", "text"), BY_NAME)
def test_travels(error: EternalError, text: str) -> None:
    """An error can be pickled and copied, and loses nothing: caches and processes do so."""
    for twin in (
        pickle.loads(pickle.dumps(error)),  # noqa: S301
        copy.copy(error),
        copy.deepcopy(error),
    ):
        assert type(twin) is type(error)
        assert vars(twin) == vars(error)
        assert str(twin) == text
        assert twin.args == error.args


STATUSES: list[tuple[int, type[StatusError]]] = [
    (304, StatusError),
    (400, StatusError),
    (401, Unauthorized),
    (402, InsufficientCredits),
    (403, Unauthorized),
    (404, NotFound),
    (408, StatusError),
    (422, StatusError),
    (429, RateLimited),
    (499, StatusError),
    (500, ServerError),
    (503, ServerError),
    (999, ServerError),
]


@pytest.mark.bad_answer("any-refused")
@pytest.mark.parametrize(("status", "kind"), STATUSES)
def test_status_error(status: int, kind: type[StatusError]) -> None:
    """A status has the error that is named for it."""
    error = status_error(status, "said", retry_after=2, may_have_arrived=True)
    assert type(error) is kind
    assert (error.status_code, error.detail, error.retry_after) == (status, "said", 2)
    assert error.may_have_arrived


def test_families() -> None:
    """What a caller may catch together belongs together."""
    assert issubclass(InvalidInput, ValueError)
    assert issubclass(TimedOut, ConnectionFailed)
    assert all(issubclass(kind, StatusError) for _, kind in STATUSES)
    assert not issubclass(WaitTimeout, TimedOut)


def test_defaults() -> None:
    """Unless told otherwise, nothing has arrived, was said or is known."""
    error = StatusError()
    assert (error.may_have_arrived, error.detail, error.retry_after) == (False, "", None)
    assert GenerationFailed().id is None
