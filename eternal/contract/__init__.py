"""The API's document, with its promises, and the check of any server against it."""

from eternal.contract.check import Check, Finding, Outcome, check
from eternal.contract.document import Promise, document, promises
from eternal.contract.drift import drift

__all__ = [
    "Check",
    "Finding",
    "Outcome",
    "Promise",
    "check",
    "document",
    "drift",
    "promises",
]
