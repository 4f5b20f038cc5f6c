"""Sends a call of the table and parses its answer into a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from eternal.paid import DriftLog, read_paid
from eternal.private_urls import without_private_urls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eternal.calls import Call
    from eternal.generation import Generation
    from eternal.models import Creation
    from eternal.paid import Answered
    from eternal.settings import Settings
    from eternal.transport import Transport

    _AnswerT = TypeVar("_AnswerT", bound=Answered)
    _PaidT = TypeVar("_PaidT", bound=Creation | Generation)


class Caller:
    """Sends the calls of one client and reads their answers.

    Args:
        settings: The client's settings; the key is masked in the log.
        transport: Sends the calls.
    """

    def __init__(self, settings: Settings, transport: Transport) -> None:
        self._transport = transport
        self._drift = DriftLog(settings)

    def ask(
        self,
        call: Call[_AnswerT],
        *,
        timeout: float | None = None,
        retries: int | None = None,
        **parameters: int | str,
    ) -> _AnswerT:
        """Send a call that only reads, and return its answer.

        Args:
            call: The call.
            timeout: Seconds for one try; the client's own if None.
            retries: How many more tries follow a failure that may pass; two if None.
            parameters: The parameters of the path and the query, by their names in the document.

        Raises:
            EternalError: The call failed.
        """
        body = self._transport.get(call, parameters, timeout=timeout, retries=retries)
        return self._checked(call.parse(body, **parameters))

    def pay(self, call: Call[_PaidT], payload: Mapping[str, Any]) -> _PaidT:
        """Send a call that may cost credits, exactly once, and return its answer.

        Raises:
            EternalError: The call failed; ``may_have_arrived`` tells whether it may have been
                carried out all the same.
        """
        return self._checked(read_paid(self._transport.post_once(call, payload), call.parse))

    def _checked(self, answer: _AnswerT) -> _AnswerT:
        """Drop addresses inside the visitor's network, unless the API is local; log new drift."""
        checked = answer if self._transport.is_local else without_private_urls(answer)
        self._drift.tell(checked.drift)
        return checked
