"""Translates an exception of requests, urllib3 or ssl into an ``EternalError`` with advice.

The cause is told by the types of the exceptions and by the stage of the exchange, never by their
English text.
"""

from __future__ import annotations

import errno
import socket
import ssl
from typing import TYPE_CHECKING, Any, Final

import requests
import urllib3
from requests.exceptions import InvalidProxyURL, InvalidSchema
from urllib3.exceptions import (
    ConnectTimeoutError,
    NewConnectionError,
    ProxyError,
    ProxySchemeUnknown,
)

from eternal.deadline import Stage
from eternal.environment import BUNDLE_NAMES, bundle_setting, proxy_of, proxy_setting
from eternal.errors import (
    ConfigurationError,
    ConnectionFailed,
    ContractError,
    EternalError,
    TimedOut,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eternal.deadline import Deadline

_NEVER_LEFT = (
    NewConnectionError,
    ConnectTimeoutError,
    requests.ConnectTimeout,
    ProxyError,
    ProxySchemeUnknown,
    InvalidProxyURL,
    InvalidSchema,
    ssl.SSLCertVerificationError,
)
"""Exceptions that mean that nothing was sent, if the connection cannot be watched."""

_OR_PROXY = "The service or the proxy on the way to it is slow. Try again; if it stays, check {}."
_BASE_URL = "ETERNALAI_BASE_URL"
_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})
_OUT_OF_TIME: Final = frozenset({9, 10})
"""OpenSSL's codes for a certificate that is not valid yet, and for one that has expired."""
_OTHER_HOST: Final = frozenset({62, 64})
"""OpenSSL's codes for another host name, and for another IP address."""


def translated(
    error: BaseException, deadline: Deadline, url: str, settings: Mapping[str, Any]
) -> EternalError:
    """Translate an exception that an adapter raised.

    Args:
        error: The exception.
        deadline: The deadline of the exchange, which has the stage it reached.
        url: The address of the request.
        settings: ``verify``, ``cert`` and ``proxies``, as requests takes them.
    """
    causes = list(_causes(error))
    stage = deadline.stage
    if stage is Stage.PROXY:
        return _unusable_proxy(causes, url, settings["proxies"])
    if stage is Stage.CERTIFICATES:
        return _unusable_certificates(settings["verify"])
    never_left = any(isinstance(cause, _NEVER_LEFT) for cause in causes)
    left = stage is Stage.SENT or (stage is Stage.UNKNOWN and not never_left)
    if deadline.has_passed or any(_is_time_out(cause) for cause in causes):
        failure = timed_out(deadline.seconds, may_have_arrived=left)
        proxy = proxy_of(url, settings["proxies"])
        if proxy and not left:
            failure.advice = _OR_PROXY.format(proxy_setting(url, settings["proxies"]))
        return failure
    if any(isinstance(cause, urllib3.exceptions.DecodeError) for cause in causes):
        return ContractError("the answer is encoded as it says", may_have_arrived=True)
    if left:
        return ConnectionFailed(
            "The connection broke before the answer was complete.",
            has_connected=True,
            may_have_arrived=True,
        )
    return _unreachable(causes, deadline, url, settings)


def timed_out(seconds: float, *, may_have_arrived: bool = True) -> TimedOut:
    """The error for a deadline that has passed."""
    return TimedOut(
        f"The service did not answer within {seconds:g} seconds.", may_have_arrived=may_have_arrived
    )


def _unusable_proxy(
    causes: list[BaseException], url: str, proxies: Mapping[str, str]
) -> EternalError:
    proxy = proxy_of(url, proxies)
    if not proxy:
        return ConfigurationError(f"The address in {_BASE_URL} cannot be used.")
    name = proxy_setting(url, proxies)
    failure = ConfigurationError(f"The proxy in {name} cannot be used.")
    failure.advice = f"Correct {name}, such as http://proxy.example.com:3128, or remove it."
    is_socks = proxy.lower().startswith("socks")
    if is_socks and any(isinstance(cause, InvalidSchema) for cause in causes):
        failure.advice = f"A SOCKS proxy needs the package PySocks: install it, or correct {name}."
    return failure


def _unusable_certificates(verify: object) -> EternalError:
    name = bundle_setting(verify) or "the session's setting 'cert'"
    failure = ConfigurationError(f"The file with certificates in {name} cannot be read.")
    failure.advice = f"Correct {name}, which has to name a file in PEM format, or remove it."
    return failure


def _unreachable(
    causes: list[BaseException], deadline: Deadline, url: str, settings: Mapping[str, Any]
) -> ConnectionFailed:
    certificate = next((one for one in causes if isinstance(one, ssl.SSLError)), None)
    if certificate is not None:
        return _untrusted(certificate, settings["verify"])
    if proxy_of(url, settings["proxies"]):
        return _behind_proxy(causes, deadline, url, settings["proxies"])
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return _failed(
            "The service could not be reached: the name of its host was not found.",
            "Check the connection to the internet. If it is there, check the address of the"
            f" service ({_BASE_URL}).",
        )
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return _failed(
            "The service could not be reached: its host refused the connection.",
            f"Check the address of the service ({_BASE_URL}). If it is right, try again later.",
        )
    if any(isinstance(cause, OSError) and cause.errno in _NO_WAY for cause in causes):
        return _failed(
            "The service could not be reached: there is no way to it from here.",
            ConnectionFailed.advice,
        )
    return ConnectionFailed("The service could not be reached.")


def _untrusted(error: ssl.SSLError, verify: object) -> ConnectionFailed:
    code = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else None
    if code is None:
        return _failed(
            "A secure connection to the service could not be made.",
            f"Check the address of the service ({_BASE_URL}), and a proxy if there is one"
            " (HTTPS_PROXY).",
        )
    if code in _OUT_OF_TIME:
        return _failed(
            "The certificate of the service has expired, or is not valid yet.",
            "Check the date and time of this machine. If they are right, try again later.",
        )
    if code in _OTHER_HOST:
        return _failed(
            "The certificate of the service belongs to another host.",
            f"Check the address of the service ({_BASE_URL}), and a proxy if there is one"
            " (HTTPS_PROXY).",
        )
    name = bundle_setting(verify)
    return _failed(
        "The certificate of the service is signed by an authority that is not known here.",
        f"Check that the file in {name} holds the certificate of this authority."
        if name
        else "If your network checks secure connections, ask for the certificate it does so with,"
        f" and name its file in {BUNDLE_NAMES[0]}.",
    )


def _behind_proxy(
    causes: list[BaseException], deadline: Deadline, url: str, proxies: Mapping[str, str]
) -> ConnectionFailed:
    status, name = deadline.tunnel_status, proxy_setting(url, proxies)
    if status == 407 and "@" in proxy_of(url, proxies):
        return _failed(
            "The proxy does not accept the user name and password (status 407).",
            f"Correct them in {name}; signs such as @ and : are percent-encoded there.",
        )
    if status == 407:
        return _failed(
            "The proxy asks for a user name and a password (status 407).",
            f"Put them into {name}, as in http://name:password@proxy.example.com:3128.",
        )
    if status is not None and status != 200:
        return _failed(
            f"The proxy opens no way to the service (status {status}).",
            f"Check {name}, or ask whoever runs the proxy.",
        )
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return _failed("The name of the proxy's host was not found.", f"Check {name}.")
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return _failed("The proxy refused the connection.", f"Check {name}.")
    return _failed("The service could not be reached through the proxy.", f"Check {name}.")


def _failed(sentence: str, advice: str) -> ConnectionFailed:
    failure = ConnectionFailed(sentence)
    failure.advice = advice
    return failure


def _is_time_out(error: BaseException) -> bool:
    if isinstance(
        error, NewConnectionError
    ):  # a time-out by urllib3's classes, but it fails at once
        return False
    return isinstance(error, (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and all that it wraps, also in ``args`` and ``reason``."""
    waiting, seen = [error], set[int]()
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = [*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__]
        waiting += [item for item in inner if isinstance(item, BaseException)]
