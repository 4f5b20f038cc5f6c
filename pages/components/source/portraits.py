"""The portraits of the demo at addresses of the dashboard: fetched once, not sent with each run."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

PORTRAITS_PATH: Final = "/portraits/"
_DATA: Final = "data:image/svg+xml,"
_FOR_EVER: Final = "public, max-age=31536000, immutable"


_served: Final[dict[str, str]] = {}
"""The portraits that were on a page of this process, by digest: there are some hundreds in all."""


def served_picture(address: str) -> str:
    """The address on this server of a portrait of the demo; of any other picture its own.

    It is relative to the page, which may stand below a path of a proxy.

    Args:
        address: The address of a picture of the demo; portraits come as data.
    """
    if not address.startswith(_DATA):
        return address
    digest = sha256(address.encode()).hexdigest()
    _served.setdefault(digest, address)
    return f"{PORTRAITS_PATH[1:]}{digest}.svg"


def _serve(request: Request) -> Response:
    digest = request.path_params["digest"]
    address = _served.get(digest) or _frozen().get(digest)
    if address is None:
        return Response(status_code=404)
    svg = unquote(address.removeprefix(_DATA))
    return Response(svg, media_type="image/svg+xml", headers={"cache-control": _FOR_EVER})


PORTRAITS_ROUTE: Final = Route(PORTRAITS_PATH + "{digest}.svg", _serve)


@cache
def _frozen() -> dict[str, str]:
    """All portraits, for a browser that has a page of another process, or of an earlier one."""
    from eternal.simulator import portraits  # noqa: PLC0415 - for the demo only

    return {sha256(address.encode()).hexdigest(): address for address in portraits()}
