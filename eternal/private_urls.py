"""Drops addresses that lead into a visitor's own machine or network from every answer.

A service on this machine, such as the simulator, may give such an address. A service elsewhere may
not: each visitor's browser would send a request into its own network.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar, cast

from eternal.generation import GenerationPoll
from eternal.models import Character, CharacterPage, Creation, Poll
from eternal.urls import is_private_url

_NOTE = "{} leads into the visitor's own machine or network"

_AnswerT = TypeVar("_AnswerT")


def without_private_urls(answer: _AnswerT) -> _AnswerT:
    """Drop private addresses from an answer, and note each as drift."""
    return cast("_AnswerT", _cleaned(answer))


def _cleaned(answer: object) -> object:
    if isinstance(answer, GenerationPoll):
        address = answer.result_url
        if address is None or not is_private_url(address):
            return answer
        drift = _with_drift(answer.drift, "result_url")
        return replace(answer, result_url=None, result_text=address, drift=drift)
    if isinstance(answer, CharacterPage):
        cleaned = tuple(_without_picture(one) for one in answer.characters)
        if cleaned == answer.characters:
            return answer
        return replace(answer, characters=cleaned, drift=_with_drift(answer.drift, "avatar_url"))
    if isinstance(answer, (Creation, Poll)):
        character = answer.character
        if character is None or not is_private_url(character.avatar_url):
            return answer
        drift = _with_drift(answer.drift, "avatar_url")
        return replace(answer, character=_without_picture(character), drift=drift)
    return answer


def _without_picture(character: Character) -> Character:
    if not is_private_url(character.avatar_url):
        return character
    return character.model_copy(update={"avatar_url": ""})


def _with_drift(drift: tuple[str, ...], name: str) -> tuple[str, ...]:
    return (*drift, _NOTE.format(name))
