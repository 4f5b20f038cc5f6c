"""A provider of OpenID Connect on loopback, which lets everybody in without a question."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlencode

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

CLIENT_ID: Final = "the-dashboard"
CLIENT_SECRET: Final = "a-secret-of-the-client"
COOKIE_SECRET: Final = "a-cookie-secret-that-nobody-can-guess"
ANNA: Final[dict[str, Any]] = {
    "sub": "anna-1",
    "name": "Anna Berg",
    "email": "anna@example.org",
    "email_verified": True,
}
_METADATA: Final = "/.well-known/openid-configuration"
_SECONDS_OF_A_TOKEN: Final = 3600


@dataclass
class Provider:
    """Signs in whoever comes, and remembers what it was asked.

    Attributes:
        claims: Who comes next; an entry that is None is left out of the token.
        error: The error that the next one is sent back with, such as ``access_denied``, or "".
        is_down: Whether it answers nothing but 503.
        breaks_tokens: Whether the tokens it gives are signed with another key than it says.
        asked: The paths that it was asked for.
    """

    claims: dict[str, Any] = field(default_factory=lambda: dict(ANNA))
    error: str = ""
    is_down: bool = False
    breaks_tokens: bool = False
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._key = RSAKey.generate_key(2048, auto_kid=True)
        self._stranger = RSAKey.import_key(
            RSAKey.generate_key(2048).as_pem(), {"kid": str(self._key.kid)}
        )
        self._granted: dict[str, dict[str, str]] = {}
        self._app = Starlette(
            routes=[
                Route(_METADATA, self._metadata),
                Route("/keys", self._keys),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/end", self._end),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        self.asked.append(scope["path"])
        if self.is_down:
            await PlainTextResponse("down", status_code=503)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _metadata(self, request: Request) -> Response:
        base = _base_of(request)
        return JSONResponse(
            {
                "issuer": base,
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
                "jwks_uri": f"{base}/keys",
                "end_session_endpoint": f"{base}/end",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def _keys(self, _request: Request) -> Response:
        return JSONResponse(KeySet([self._key]).as_dict(private=False))

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["client_id"] == CLIENT_ID
        answer = {"state": asked["state"]}
        if self.error:
            answer["error"] = self.error
        else:
            answer["code"] = secrets.token_urlsafe(16)
            self._granted[answer["code"]] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}", status_code=302)

    async def _token(self, request: Request) -> Response:
        asked = {name: one[0] for name, one in parse_qs((await request.body()).decode()).items()}
        pair = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        assert request.headers["authorization"] == f"Basic {pair}"
        granted = self._granted.pop(asked["code"])
        hashed = hashlib.sha256(asked["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
        assert granted["code_challenge"] == challenge
        now = int(time.time())
        claims = {
            "iss": _base_of(request),
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + _SECONDS_OF_A_TOKEN,
            "nonce": granted["nonce"],
            **self.claims,
        }
        given = {name: value for name, value in claims.items() if value is not None}
        key = self._stranger if self.breaks_tokens else self._key
        token = jwt.encode({"alg": "RS256", "kid": self._key.kid}, given, key)
        return JSONResponse(
            {"access_token": "unused", "token_type": "Bearer", "expires_in": 60, "id_token": token}
        )

    async def _end(self, request: Request) -> Response:
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], status_code=302)


def write_secrets(file: Path, provider_url: str, **settings: str) -> Path:
    """Write the secrets of a dashboard that signs people in with a provider.

    Args:
        file: Where to write them.
        provider_url: Where the provider is.
        settings: Further settings by name.
    """
    lines = [f'{name} = "{value}"' for name, value in settings.items()]
    lines += [
        "[auth]",
        'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"',
        f'cookie_secret = "{COOKIE_SECRET}"',
        f'client_id = "{CLIENT_ID}"',
        f'client_secret = "{CLIENT_SECRET}"',
        f'server_metadata_url = "{provider_url}{_METADATA}"',
    ]
    file.write_text("\n".join(lines), "utf-8")
    return file


def _base_of(request: Request) -> str:
    return str(request.base_url).rstrip("/")
