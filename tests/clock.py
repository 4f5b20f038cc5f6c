"""Made-up time."""

from __future__ import annotations


class Clock:
    """A clock that stands still until a test lets time pass, or somebody sleeps by it.

    Attributes:
        now: The time, in seconds.
        pauses: How long each sleep was.
    """

    def __init__(self) -> None:
        self.now = 1000.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        """The time."""
        return self.now

    def pass_by(self, seconds: float = 1000.0) -> None:
        """Let time pass."""
        self.now += seconds

    def sleep(self, seconds: float) -> None:
        """Sleep in no time at all."""
        assert seconds >= 0
        assert len(self.pauses) < 1000, "this wait never ends"
        self.pauses.append(seconds)
        self.pass_by(seconds)
