"""How much one visitor, and all together, may ask for: a token bucket for each."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from eternal import EternalError

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_VISITORS: Final = 5000

_ONE_ASKS: Final = "You have asked for a lot in a short time, so this was not asked for."
_ALL_ASK: Final = "A lot is looked up here just now, so this was not asked for."


class TooManyCalls(EternalError):
    """A visitor, or all together, have asked for too much in a short time; nothing was sent.

    Attributes:
        seconds: When there is room again.
    """

    def __init__(self, seconds: float, *, is_for_all: bool = False) -> None:
        super().__init__(_ALL_ASK if is_for_all else _ONE_ASKS)
        self.seconds = seconds
        self.advice = f"Try again in {max(1, math.ceil(seconds))} s."


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class RateLimit:
    """Token buckets by visitor. Safe in any thread.

    Args:
        burst: How many calls may be made at once.
        per_second: How many more each second after that.
        clock: Gives monotonic seconds.
    """

    def __init__(
        self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, visitor: str) -> float:
        """Take the place of one call.

        Returns:
            0.0, or the seconds until there is room, where nothing was taken.
        """
        with self._lock:
            bucket = self._filled(visitor)
            if bucket.tokens < 1.0:
                return (1.0 - bucket.tokens) / self._per_second
            bucket.tokens -= 1.0
            return 0.0

    def _filled(self, visitor: str) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(visitor, _Bucket(self._burst, now))
        self._buckets.move_to_end(visitor)
        while len(self._buckets) > MOST_VISITORS:
            self._buckets.popitem(last=False)
        gained = (now - bucket.filled_at) * self._per_second
        bucket.tokens, bucket.filled_at = min(self._burst, bucket.tokens + gained), now
        return bucket
