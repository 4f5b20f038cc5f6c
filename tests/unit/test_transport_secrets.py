"""The log, the key and the session: what a call leaves behind, and what it takes along."""

from __future__ import annotations

import logging

import pytest
import requests
import responses
from requests.adapters import HTTPAdapter

from eternal import (
    ConnectionFailed,
    GenerationFailed,
    StatusError,
    transport,
)
from tests.contract.examples import BASE_URL, CREATION, ELARA, PAGE, as_bytes
from tests.contract.secret_leaks import traces_of
from tests.unit.mocked import CREATE, KEY, LIST, make_client


def test_log(api: responses.RequestsMock, caplog: pytest.LogCaptureFixture) -> None:
    """The log tells method, path template, status, try and milliseconds, and nothing else."""
    caplog.set_level(logging.DEBUG, "eternal")
    ticks = iter(range(100))
    api.get(f"{BASE_URL}/v2/character/poll-result/6870", b"", status=500)
    api.get(f"{BASE_URL}/v2/character/poll-result/6870", b'{"status": "pending"}')
    api.post(CREATE, body=requests.ConnectionError("broken"))
    with make_client(clock=lambda: float(next(ticks))) as client:
        client.poll_character(6870)
        with pytest.raises(ConnectionFailed):
            client.create_character("A secret of mine")
    assert [record.getMessage() for record in caplog.records if record.name == "eternal"] == [
        "GET /v2/character/poll-result/{id} -> 500 (try 1, 1000 ms)",
        "GET /v2/character/poll-result/{id} -> 200 (try 2, 1000 ms)",
        "POST /v2/character/create -> ConnectionFailed (try 1, 1000 ms)",
    ]
    assert "secret" not in caplog.text


KEYS = {"plain": KEY, "base64": 'ab/cd+/=="\\efgh', "short": "secret"}


@pytest.mark.bad_answer("any-key")
@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
@pytest.mark.parametrize("status", [400, 401, 500])
def test_key_in_a_refusal(
    status: int, key: str, api: responses.RequestsMock, caplog: pytest.LogCaptureFixture
) -> None:
    """A key that a refusal echoes is masked, in all that can be reached from the error."""
    caplog.set_level(logging.DEBUG)
    api.post(CREATE, as_bytes({"error": f"the key {key} is bad"}), status=status)
    with make_client(key) as client:
        with pytest.raises(StatusError) as caught:
            client.create_character("Somebody")
        assert caught.value.detail == "the key [key] is bad"
        assert traces_of(key, caught.value, client, caplog.records) == []


@pytest.mark.bad_answer("any-key")
def test_key_in_a_success(api: responses.RequestsMock) -> None:
    """A key that a success echoes is masked in the model, in its raw text and in its failure."""
    key = "sk-01234/56789"
    slashed = ELARA | {"description": f"x{key}y"}
    api.get(LIST, as_bytes({"result": [slashed]}).replace(b"/", b"\\/"))
    api.get(f"{BASE_URL}/v2/character/poll-result/1", as_bytes({"status": "failed", "error": key}))
    api.post(CREATE, as_bytes({"error": f"{key}!"}))
    with make_client(key) as client:
        page = client.list_characters()
        assert page.characters[0].description == "x[key]y"
        assert page.characters[0].avatar_url == ELARA["avatar_url"]
        poll = client.poll_character(1)
        assert poll.error == "[key]"
        assert key not in poll.raw
        with pytest.raises(GenerationFailed) as caught:
            client.create_character("Somebody")
        assert caught.value.detail == "[key]!"


@pytest.mark.parametrize(("key", "shown"), [("8letters", "x[key]y"), ("7letter", "x7lettery")])
def test_the_shortest_key(key: str, shown: str, api: responses.RequestsMock) -> None:
    """Eight characters are a key, which is masked in a success; fewer are a word."""
    api.get(LIST, as_bytes({"result": [ELARA | {"description": f"x{key}y"}]}))
    with make_client(key) as client:
        assert client.list_characters().characters[0].description == shown


def test_a_call_that_is_broken_off_is_logged(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that somebody interrupts has its line in the log, without an answer."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(transport, "exchange", interrupt)
    caplog.set_level(logging.DEBUG, "eternal")
    with make_client("sk-0123456789") as client, pytest.raises(KeyboardInterrupt):
        client.list_characters()
    assert caplog.messages[0].startswith("GET /v2/characters -> no answer (try 1, ")


def test_masking_leaves_json_whole(api: responses.RequestsMock) -> None:
    """A backslash before a key whose letters are escaped is the text's own, and stays."""
    key = "abcdefgh-1234"
    said = b'{"error": "C:\\\\abc\\u0064efgh-1234"}'
    api.post(CREATE, said, status=400)
    with make_client(key) as client, pytest.raises(StatusError) as caught:
        client.create_character("Somebody")
    assert caught.value.detail == "C:\\[key]"


@pytest.mark.bad_answer("create-id")
@pytest.mark.parametrize("key", ["astrid", "6870", "68706870", "create"])
def test_masking_harms_no_character(key: str, api: responses.RequestsMock) -> None:
    """A key that reads like a word or an id does not cost the id of a paid creation."""
    result = CREATION["result"] | {"id": 68706870}
    api.post(CREATE, as_bytes(CREATION | {"result": result}))
    with make_client(key) as client:
        creation = client.create_character("Somebody")
    assert creation.id == 68706870
    assert creation.character.username == "astrid"


def test_own_session(api: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session brings adapters, certificates and proxies, and nothing else; it is not closed."""

    class OwnAdapter(HTTPAdapter):
        def close(self) -> None:
            raise AssertionError("not ours to close")

    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "other.pem")
    session = requests.Session()
    session.verify, session.cert = "ca.pem", "client.pem"
    session.proxies = {"https": "http://proxy.example.com:3128"}
    session.auth = ("me", "secret")
    session.params = {"mine": "1"}
    session.mount("https://", OwnAdapter())
    api.get(
        LIST,
        as_bytes(PAGE),
        match=[
            responses.matchers.request_kwargs_matcher(
                {
                    "verify": "ca.pem",
                    "cert": "client.pem",
                    "proxies": {"https": "http://proxy.example.com:3128"},
                    "stream": True,
                }
            )
        ],
    )
    with make_client(session=session) as client:
        client.list_characters()
    assert "Authorization" not in api.calls[0].request.headers
    assert "mine" not in str(api.calls[0].request.url)


def test_surroundings_bring_certificates(
    api: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without certificates in the session, those that the environment name are used."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "other.pem")
    used = responses.matchers.request_kwargs_matcher({"verify": "other.pem"})
    api.get(LIST, as_bytes(PAGE), match=[used])
    with make_client() as client:
        client.list_characters()
