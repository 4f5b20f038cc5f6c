"""The sentences of a page that sends, which differ by what it sends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JobPageText:
    """The sentences of a page that sends.

    Attributes:
        needs_key: Without a key nothing can be sent.
        already: The same is active already.
        may_exist: The same was sent before, and may exist.
        find_out: How to find out whether something exists whose request may have arrived.
        use_again: The label of the button that puts a request back into the form.
        dismissed: The heading above the dismissed jobs.
    """

    needs_key: str
    already: str
    may_exist: str
    find_out: str
    use_again: str
    dismissed: str
