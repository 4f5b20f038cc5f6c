"""What a deployment decides, from its secrets and the environment to one frozen value."""

from __future__ import annotations

import sys
import tempfile
import traceback
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import make_url

from eternal import ConfigurationError
from pages.model.job_store import StorePlace
from pages.model.settings import (
    DATABASE_NAME,
    HISTORY_DAYS_NAME,
    LIST_LIMIT_NAME,
    Source,
    read_deployment,
)

KEY, ADDRESS, SOURCE = "ETERNALAI_API_KEY", "ETERNALAI_BASE_URL", "ETERNALAI_SOURCE"

DEPLOYMENTS: list[tuple[list[dict[str, object]], Source, bool]] = [
    ([], Source.DEMO, False),
    ([{}, {}], Source.DEMO, False),
    ([{KEY: "sk-1"}], Source.LIVE, False),
    ([{ADDRESS: "https://example.com"}], Source.LIVE, False),
    ([{KEY: "  ", ADDRESS: ""}], Source.DEMO, False),
    ([{KEY: 5, SOURCE: None}], Source.DEMO, False),
    ([{SOURCE: "demo", KEY: "sk-1"}], Source.DEMO, True),
    ([{SOURCE: " LIVE "}], Source.LIVE, True),
    ([{SOURCE: "live"}, {SOURCE: "demo"}], Source.LIVE, True),
    ([{SOURCE: ""}, {SOURCE: "demo"}], Source.DEMO, True),
]


@pytest.mark.parametrize(("places", "source", "fixed"), DEPLOYMENTS)
def test_source(places: list[dict[str, object]], source: Source, *, fixed: bool) -> None:
    """A named source is fixed; else a key or an address means live, and nothing means demo."""
    deployment = read_deployment(*places)
    assert deployment.source is source
    assert deployment.is_source_fixed is fixed


def test_first_place_wins() -> None:
    """Each setting is taken from the first place that has it."""
    first, second = {KEY: "sk-1"}, {KEY: "sk-2", ADDRESS: "https://example.com"}
    settings = read_deployment(first, second).settings
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "sk-1"
    assert settings.base_url == "https://example.com"


@pytest.mark.parametrize("named", ["prod", "demo,live", "0"])
def test_unknown_source(named: str) -> None:
    """A source that does not exist is refused, with the two that do."""
    with pytest.raises(ConfigurationError, match="'demo' or 'live'"):
        read_deployment({SOURCE: named})


POST_TIMEOUT = "ETERNALAI_POST_TIMEOUT"


@pytest.mark.row("M14")
@pytest.mark.parametrize(
    ("places", "seconds"),
    [
        ([], 90),
        ([{POST_TIMEOUT: ""}, {POST_TIMEOUT: None}], 90),
        ([{POST_TIMEOUT: "120"}], 120),
        ([{POST_TIMEOUT: 45}, {POST_TIMEOUT: "120"}], 45),
        ([{POST_TIMEOUT: " "}, {POST_TIMEOUT: " 2.5 "}], 2.5),
    ],
)
def test_time_for_a_post(places: list[dict[str, object]], seconds: float) -> None:
    """How long a paid call is waited for is a setting, as a number or a text."""
    assert read_deployment(*places).settings.post_timeout == seconds


@pytest.mark.row("M14")
@pytest.mark.parametrize("value", ["soon", "0", -1, 3601, "nan", "inf", True, [90]])
def test_odd_time_for_a_post(value: object) -> None:
    """A time that is none is refused at the start, with the name of the setting."""
    with pytest.raises(ConfigurationError, match=POST_TIMEOUT):
        read_deployment({POST_TIMEOUT: value})


@pytest.mark.parametrize(
    ("value", "limit"),
    [("", 10_000), ("500", 500), (" 1 ", 1), (20_000, 20_000), ("1000000", 10**6)],
)
def test_list_limit(value: object, limit: int) -> None:
    """How much of the list is read is a whole number, as text or as a number; 10,000 without it."""
    assert read_deployment({LIST_LIMIT_NAME: value}).list_limit == limit


@pytest.mark.parametrize("value", ["0", "-5", "many", "1.5", "1000001", "²", "9" * 5000, 0])
def test_bad_list_limit(value: object) -> None:
    """Another value is refused, with the name of the setting."""
    with pytest.raises(ConfigurationError, match=LIST_LIMIT_NAME):
        read_deployment({LIST_LIMIT_NAME: value})


@pytest.mark.parametrize(
    ("value", "place", "target"),
    [
        ("off", StorePlace.MEMORY, ""),
        (" OFF ", StorePlace.MEMORY, ""),
        ("sqlite:///history.sqlite3", StorePlace.FILE, "history.sqlite3"),
        ("sqlite:////var/lib/journal.db", StorePlace.FILE, "/var/lib/journal.db"),
        ("postgres://u:p@h/db", StorePlace.DATABASE, "postgresql+psycopg://u:p@h/db"),
        ("postgresql://u@h:5433/db", StorePlace.DATABASE, "postgresql+psycopg://u@h:5433/db"),
        ("postgresql+psycopg://h/db", StorePlace.DATABASE, "postgresql+psycopg://h/db"),
        (
            "postgres://u:p%40w@h/db?sslmode=require",
            StorePlace.DATABASE,
            "postgresql+psycopg://u:p%40w@h/db?sslmode=require",
        ),
    ],
)
def test_database(value: str, place: StorePlace, target: str) -> None:
    """Where records are kept: nowhere, in a file, or in PostgreSQL as hosts hand it out."""
    address = read_deployment({DATABASE_NAME: value}).database
    assert (address.place, address.target.get_secret_value()) == (place, target)


@pytest.mark.skipif(sys.platform == "win32", reason="its data folder has another variable")
def test_usual_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an address it is a file in the data folder of the platform."""
    monkeypatch.setenv("XDG_DATA_HOME", "/a/b")
    address = read_deployment({DATABASE_NAME: " "}).database
    assert address.place is StorePlace.FILE
    assert address.target.get_secret_value() == "/a/b/eternal-dashboard/history.sqlite3"


def test_no_test_touches_the_developers_data() -> None:
    """The usual file of the tests stands in a folder of their own."""
    target = Path(read_deployment({}).database.target.get_secret_value())
    assert target.is_relative_to(tempfile.gettempdir())


SECRET = "canary-5f1e"


@pytest.mark.parametrize(
    "value",
    [
        f"mysql://u:{SECRET}@h/db",
        f"postgres://u:{SECRET}/x@h/db",
        f"postgres://u:{SECRET}#x@h/db",
        f"postgres:u:{SECRET}@h",
        f"postgres://u:{SECRET}@h:port/db",
        f"postgres://u:{SECRET} @h/db",
        f"postgres://u:p@ss:{SECRET}@h:5432/db",
        f"postgres://u:{SECRET}@p:@@h:1/x",
        f"postgres://u:1/{SECRET}@h/db",
        f"postgres://u:1?{SECRET}@h/db",
        f"postgres://u:1#{SECRET}@h/db",
        f"postgres://u:[{SECRET}]@h/db",
        f"postgres://u:{SECRET}@h:/db",
        f"postgres://u:{SECRET}@h:0/db",
        f"postgres://u:{SECRET}@h:99999/db",
        f"postgres://u:{SECRET}%00@h/db",
        f"postgres://u:{SECRET}@h\N{BULLET}/db",
        f"sqlite:///~{SECRET}/x.db",
        f"postgresql+asyncpg://u:{SECRET}@h/db",
        f"sqlite:///{SECRET}?mode=ro",
        f"sqlite://{SECRET}",
        "sqlite:///:memory:",
        "sqlite:///",
        "sqlite:///folder/",
        f"{SECRET}\n",
        f"on {SECRET}",
        False,
        {"address": SECRET},
    ],
)
def test_bad_database(value: object) -> None:
    """Another address is refused in one line with the setting's name, which tells nothing of it."""
    with pytest.raises(ConfigurationError, match=DATABASE_NAME) as refused:
        read_deployment({DATABASE_NAME: value})
    assert "\n" not in str(refused.value)
    assert SECRET not in repr(refused.value)
    assert refused.value.__context__ is None
    assert refused.value.__cause__ is None


@given(st.text(st.sampled_from("aZ9%:@/?#[]&=+ ,;~.-_\\é\u202e\0\n"), max_size=12))
@example("p@ss:")
@example("@:@")
def test_no_part_of_a_password_is_taken_for_anything_else(around: str) -> None:
    """Whatever stands in a password: the address is refused, or is read as it is meant."""
    password = f"{around}{SECRET}{around[::-1]}"
    try:
        address = read_deployment({DATABASE_NAME: f"postgres://u:{password}@127.0.0.1:1/db"})
    except ConfigurationError as refused:
        assert SECRET not in "".join(traceback.format_exception(refused))
        return
    url = make_url(address.database.target.get_secret_value())
    assert (url.username, url.password) == ("u", unquote(password))
    assert (url.host, url.port, url.database, dict(url.query)) == ("127.0.0.1", 1, "db", {})


@given(st.text(st.characters(codec="utf-8"), max_size=30) | st.text("pq:/@u#?[]%1.~-", max_size=30))
def test_an_odd_address_is_refused_or_can_be_parsed(rest: str) -> None:
    """No address leads to another exception than the one about the setting."""
    try:
        address = read_deployment({DATABASE_NAME: f"postgres://{rest}"}).database
    except ConfigurationError as refused:
        assert str(refused).startswith(f"{DATABASE_NAME} ")
        return
    assert address.place is StorePlace.DATABASE
    make_url(address.target.get_secret_value())


def test_a_file_in_the_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tilde is the home of whoever runs it, as in a shell; elsewhere it is a name like others."""
    monkeypatch.setenv("HOME", "/home/of")
    for value, target in (("~/x.db", "/home/of/x.db"), ("a/~/x.db", "a/~/x.db")):
        address = read_deployment({DATABASE_NAME: f"sqlite:///{value}"}).database
        assert address.target.get_secret_value() == target


def test_no_password_is_shown() -> None:
    """A deployment can be printed: the address of its database is not in it."""
    assert SECRET not in repr(read_deployment({DATABASE_NAME: f"postgres://u:{SECRET}@h/db"}))


@pytest.mark.parametrize(("value", "days"), [("", 90), ("7", 7), (365, 365), (" 1 ", 1)])
def test_history_days(value: object, days: int) -> None:
    """How long records are kept is a whole number of days; 90 without it."""
    assert read_deployment({HISTORY_DAYS_NAME: value}).history_days == days


@pytest.mark.parametrize("value", ["0", -1, "a month", "1.5", True, 36_501])
def test_bad_history_days(value: object) -> None:
    """Another value is refused, with the name of the setting."""
    with pytest.raises(ConfigurationError, match=HISTORY_DAYS_NAME):
        read_deployment({HISTORY_DAYS_NAME: value})
