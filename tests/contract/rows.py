"""The rows of the guide on hostile answers that concern the client: each has tests that name it."""

from __future__ import annotations

from enum import Enum


class Row(Enum):
    """One row: what the API may answer, and what then happens."""

    UNREADABLE = "malformed JSON, HTML, nothing, or another shape: ContractError with its clause"
    ONE_BAD_ITEM = "one bad item in a page: the others, and a count"
    BAD_VALUES = "ids and numbers and texts that are none: ContractError, or that item alone"
    NEW_VALUES = "unknown fields and values, missing optional ones: kept, and counted as drift"
    STILL_PENDING = "unknown poll status, null result, early 404: pending until the deadline"
    FALSE_SUCCESS = "success with a null result or with another id: ContractError"
    EMPTY_FIELDS = "success with an empty picture or bio: the character"
    FAILED = "failed, error, or a filled error field: GenerationFailed with bounded text"
    ODD_REQUEST_ID = "a request_id that is not the id: poll by id, never lose it"
    ODD_PAGES = "repeated, shifted, clamped or short pages: each id once, and an end"
    REFUSED = "400 401 402 403 404 422: the matching StatusError at once"
    PASSING = "408 429 5xx and broken connections on a GET: two more tries, Retry-After honoured"
    POST_ONCE = "any failure of a POST: sent once, and it says whether it may have arrived"
    SLOW = "slow headers, dripping body, silence: TimedOut at a total deadline"
    REDIRECT = "a redirect: not followed, and nothing is sent to another host"
    HUGE = "100 MB or a bomb: stopped at 4 MB decoded"
    ECHOED_KEY = "the key echoed: masked wherever text is shown, logged or raised"
    COOKIES = "Set-Cookie: ignored"
    BAD_PICTURE = "an address of a picture that no browser should load: no picture"
    ODD_TEXT = "controls, overrides, joiners, 1 MB of text: plain, cut text"
    ODD_AGE = "age missing, negative, huge: as it is, or unknown"
