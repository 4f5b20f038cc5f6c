"""The calls that generate pictures and videos of characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from eternal.simulator.api.demo_effects import EFFECTS
from eternal.simulator.api.generation_store import Accounts, GenerationStore, GenerationTask
from eternal.simulator.api.request_body import is_blank, json_object, key_of, number, prompt_of
from eternal.simulator.art.restyle import SIZES, clip, restyled

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from eternal.simulator.api.faults import Fault
    from eternal.simulator.api.generation_store import StoredGeneration
    from eternal.simulator.people.person import Person


_EFFECT_COST: Final = 6.4
_PICTURE_COST: Final = 0.68
_VIDEO_COST_PER_SECOND: Final = 3.2
_LONGEST_VIDEO_SECONDS: Final = 5


class Studio:
    """The three calls of generation.

    Args:
        find: Finds a finished character by its id.
        generations: The store of generations.
        accounts: The credits of each key.
    """

    def __init__(
        self,
        find: Callable[[int], Person | None],
        generations: GenerationStore,
        accounts: Accounts,
    ) -> None:
        self._find = find
        self._generations = generations
        self._accounts = accounts

    def apply_effect(self, request: Request, body: bytes, fault: Fault | None) -> Response:
        """Begin a picture or a video with an effect. Both answers are flat."""
        key, sent = key_of(request), json_object(body)
        wanted = sent.get("effect_id")
        if not isinstance(wanted, str) or is_blank(wanted):
            raise HTTPException(422, "An effect_id is required, as text.")
        seconds, character = _video_seconds(sent), self._character(sent)
        effect = next((one for one in EFFECTS if one.id == wanted), None)
        if effect is None:
            raise HTTPException(404, "There is no effect with this id.")
        is_video = effect.kind == "video"
        cost = _VIDEO_COST_PER_SECOND * seconds if is_video else _EFFECT_COST
        task = GenerationTask(character, effect.name, is_video, fails=_fails(fault))
        generation, left = self._start(key, task, cost)
        return JSONResponse({**_accepted(generation), "credits_remaining": left})

    def generate(self, request: Request, body: bytes, fault: Fault | None) -> Response:
        """Begin a picture, whose answer is flat, or a video, whose answer is inside ``data``."""
        key, sent = key_of(request), json_object(body)
        prompt, kind = prompt_of(sent), sent.get("type")
        if kind not in ("image", "video"):
            raise HTTPException(422, "The type must be image or video.")
        quality = sent.get("quality", "low")
        if quality not in tuple(SIZES):
            raise HTTPException(422, "The quality must be low or high.")
        seconds, character = _video_seconds(sent), self._character(sent)
        is_video = kind == "video"
        cost = _PICTURE_COST * (2 if quality == "high" else 1)
        if is_video:
            cost = _VIDEO_COST_PER_SECOND * seconds
        task = GenerationTask(character, prompt, is_video, quality, _fails(fault))
        generation, left = self._start(key, task, cost)
        accepted = _accepted(generation)
        if is_video:
            return JSONResponse({"status": 1, "data": accepted, "credits_remaining": left})
        return JSONResponse({**accepted, "credits_remaining": left})

    def poll(self, request: Request, _body: bytes, _fault: Fault | None) -> Response:
        """Answer with the progress of a generation, and the address of its result."""
        generation = self._generations.find(request.path_params["id"])
        if generation is None:
            raise HTTPException(404, "There is no request with this id.")
        progress = self._generations.progress(generation)
        answer: dict[str, Any] = {
            "request_id": generation.request_id,
            "status": "pending",
            "progress": progress,
            "result_url": "",
        }
        if progress == 100:
            if generation.task.fails:
                answer |= {"status": "failed", "error": "The request could not be carried out."}
            else:
                answer |= {"status": "success", "result_url": _result(generation.task)}
        return JSONResponse(answer)

    def _start(self, key: str, task: GenerationTask, cost: float) -> tuple[StoredGeneration, float]:
        left = self._accounts.charge(key, cost)
        if left is None:
            raise HTTPException(402, "There are not enough credits.")
        return self._generations.start(task), left

    def _character(self, sent: dict[str, Any]) -> Person:
        images = sent.get("images")
        if not isinstance(images, list) or len(images) != 1 or not isinstance(images[0], str):
            raise HTTPException(422, "images must be a list with exactly one id, as text.")
        character_id = number(images[0])
        if character_id == 0:
            raise HTTPException(422, "images takes the id of a character, and no address.")
        character = self._find(character_id)
        if character is None:
            raise HTTPException(404, "There is no finished character with this id.")
        return character


def _accepted(generation: StoredGeneration) -> dict[str, Any]:
    return {
        "request_id": generation.request_id,
        "status": "pending",
        "result": "",
        "progress": 0,
    }


def _video_seconds(sent: dict[str, Any]) -> int:
    seconds, audio = sent.get("duration", _LONGEST_VIDEO_SECONDS), sent.get("audio", True)
    if isinstance(seconds, bool) or seconds not in range(1, _LONGEST_VIDEO_SECONDS + 1):
        raise HTTPException(422, "The duration must be a whole number from 1 to 5.")
    if not isinstance(audio, bool):
        raise HTTPException(422, "audio must be true or false.")
    return int(seconds)


def _result(task: GenerationTask) -> str:
    if task.is_video:
        return clip()
    return restyled(task.character.avatar_url, task.prompt, task.quality)


def _fails(fault: Fault | None) -> bool:
    return fault is not None and fault.fail_creation
