"""The settings of a deployment, from its secrets and the environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from eternal import ConfigurationError, Effect, MediaKind
from eternal.settings import (
    API_KEY_NAME,
    BASE_URL_NAME,
    DEFAULT_POST_TIMEOUT_SECONDS,
    Settings,
    make_settings,
)
from eternal.validation import is_effect_id
from pages.model.journal.address import DatabaseAddress, read_address
from pages.model.sign_in import AUTH_SECTION, SIGN_IN_NAMES, SignIn, read_sign_in
from pages.model.spending_settings import LIMIT_NAMES, LIMIT_PROBLEM, LimitValues, no_bool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.model.ledger import Expense, Limit

SOURCE_NAME: Final = "ETERNALAI_SOURCE"
POST_TIMEOUT_NAME: Final = "ETERNALAI_POST_TIMEOUT"
LIST_LIMIT_NAME: Final = "ETERNALAI_LIST_LIMIT"
DATABASE_NAME: Final = "ETERNALAI_DATABASE"
HISTORY_DAYS_NAME: Final = "ETERNALAI_HISTORY_DAYS"
SETTING_NAMES: Final = (
    API_KEY_NAME,
    BASE_URL_NAME,
    SOURCE_NAME,
    POST_TIMEOUT_NAME,
    LIST_LIMIT_NAME,
    DATABASE_NAME,
    HISTORY_DAYS_NAME,
    *LIMIT_NAMES,
    *SIGN_IN_NAMES,
)
DEFAULT_LIST_LIMIT: Final = 10_000
LARGEST_LIST_LIMIT: Final = 1_000_000
DEFAULT_HISTORY_DAYS: Final = 90
MOST_HISTORY_DAYS: Final = 36_500
EFFECTS_SECTION: Final = ("eternalai", "effects")
MOST_EFFECTS: Final = 100
LONGEST_EFFECT_NAME: Final = 60

_SECTION = f"[{'.'.join(EFFECTS_SECTION)}]"
_PROBLEMS: Final = {
    SOURCE_NAME: "must be 'demo' or 'live'.",
    POST_TIMEOUT_NAME: "must be a number of seconds, more than 0 and at most 3600.",
    LIST_LIMIT_NAME: f"must be a whole number from 1 to {LARGEST_LIST_LIMIT}.",
    DATABASE_NAME: (
        "must be 'off', or an address that begins with 'sqlite:///' or 'postgresql://' ('postgres://');"
        " in a password '@', ':', '/', '?' and '#' are written as %40, %3A, %2F, %3F and %23."
    ),
    HISTORY_DAYS_NAME: f"must be a whole number of days from 1 to {MOST_HISTORY_DAYS}.",
    **dict.fromkeys(LIMIT_NAMES, LIMIT_PROBLEM),
}
_EFFECT_PROBLEMS: Final = {
    "": "is no table with a name, an id and a kind.",
    "name": "has no name.",
    "kind": "must have the kind 'picture' or 'video'.",
    "id": "has no id that can be sent.",
}


class Source(StrEnum):
    """The source of characters: the embedded simulator, or the API."""

    DEMO = "demo"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Deployment:
    """The decisions of the dashboard's operator.

    Attributes:
        settings: The client's settings for the live source.
        source: The source at the start.
        is_source_fixed: Whether visitors cannot switch.
        list_limit: How many characters of the list are read at most.
        database: Where the records of jobs are kept.
        history_days: How many days they are kept.
        limits: How often visitors may spend its key in a day.
        sign_in: How people sign in to create; None if nobody needs to.
    """

    settings: Settings
    source: Source
    is_source_fixed: bool
    list_limit: int
    database: DatabaseAddress
    history_days: int
    limits: Mapping[Expense, Limit]
    sign_in: SignIn | None = None


def _line(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise ValueError("no line of visible text")
    return value.strip()


def _effect_id(value: str) -> str:
    if not is_effect_id(value.strip()):
        raise ValueError("no id of an effect")
    return value.strip()


class _Values(LimitValues):
    """The dashboard's own settings, by name."""

    source: Annotated[Source | None, Field(alias=SOURCE_NAME)] = None
    post_timeout: Annotated[
        float, BeforeValidator(no_bool), Field(alias=POST_TIMEOUT_NAME, gt=0, le=3600)
    ] = DEFAULT_POST_TIMEOUT_SECONDS
    list_limit: Annotated[
        int, BeforeValidator(no_bool), Field(alias=LIST_LIMIT_NAME, ge=1, le=LARGEST_LIST_LIMIT)
    ] = DEFAULT_LIST_LIMIT
    database: Annotated[
        DatabaseAddress,
        BeforeValidator(read_address),
        Field(alias=DATABASE_NAME, validate_default=True),
    ] = ""  # type: ignore[assignment]
    history_days: Annotated[
        int, BeforeValidator(no_bool), Field(alias=HISTORY_DAYS_NAME, ge=1, le=MOST_HISTORY_DAYS)
    ] = DEFAULT_HISTORY_DAYS


class _NamedEffect(BaseModel):
    """An effect in the secrets; other fields are ignored."""

    model_config = ConfigDict(strict=True)

    name: Annotated[str, Field(max_length=LONGEST_EFFECT_NAME), AfterValidator(_line)]
    kind: Annotated[MediaKind, Field(strict=False)]
    id: Annotated[str, AfterValidator(_effect_id)]


_EFFECTS: Final = TypeAdapter(list[_NamedEffect])


def read_deployment(*places: Mapping[str, object]) -> Deployment:
    """Read the settings from mappings such as secrets and environment; the first value wins.

    With a key or a base address the source is live, else demo. ``[auth]`` is taken from the first
    mapping only: Streamlit reads it in the secrets.

    Raises:
        ConfigurationError: A setting has a value that cannot be used.
    """
    key, base_url = (_text(name, places) for name in (API_KEY_NAME, BASE_URL_NAME))
    found: dict[str, object] = {
        SOURCE_NAME: _text(SOURCE_NAME, places).lower() or None,
        **{
            name: _first(name, places)
            for name in SETTING_NAMES
            if name not in {API_KEY_NAME, BASE_URL_NAME, SOURCE_NAME}
        },
    }
    values = _valid({name: value for name, value in found.items() if value is not None})
    source = values.source or (Source.LIVE if key or base_url else Source.DEMO)
    settings = replace(make_settings(key, base_url), post_timeout=values.post_timeout)
    of_people = {name: _first(name, places) for name in SIGN_IN_NAMES}
    return Deployment(
        settings,
        source,
        is_source_fixed=values.source is not None,
        list_limit=values.list_limit,
        database=values.database,
        history_days=values.history_days,
        limits=values.limits(),
        sign_in=read_sign_in(
            places[0].get(AUTH_SECTION) if places else None,
            {name: value for name, value in of_people.items() if value is not None},
        ),
    )


def read_effects(place: Mapping[str, object]) -> tuple[Effect, ...]:
    """Read the effects that a deployment names, from ``[eternalai.effects]`` in its secrets.

    It is a list of tables with ``name``, ``id`` and ``kind`` (picture or video), or a table of
    tables, each under its effect's name. Without any there are no effects.

    Raises:
        ConfigurationError: An effect cannot be used, or comes twice.
    """
    found: object = place
    for part in EFFECTS_SECTION:
        found = found.get(part, ()) if isinstance(found, Mapping) else ()
    try:
        named = _EFFECTS.validate_python(list(_entries(found)))
    except ValidationError as error:
        raise _unusable_effect(error) from None
    if len(named) > MOST_EFFECTS:
        raise ConfigurationError(f"{_SECTION} names more than {MOST_EFFECTS} effects.")
    for what in ("name", "id"):
        if len({getattr(one, what) for one in named}) < len(named):
            raise ConfigurationError(f"{_SECTION} holds the same {what} twice.")
    return tuple(Effect(one.name, one.id, one.kind) for one in named)


def _entries(found: object) -> Iterable[object]:
    if isinstance(found, Mapping):
        named = found.items()
        return [{"name": name, **one} if isinstance(one, Mapping) else one for name, one in named]
    if isinstance(found, Sequence) and not isinstance(found, (str, bytes)):
        return [dict(one) if isinstance(one, Mapping) else one for one in found]
    raise ConfigurationError(f"{_SECTION} is no list of effects.")


def _first(name: str, places: tuple[Mapping[str, object], ...]) -> object:
    """The first value that is neither missing nor blank, or None."""
    for place in places:
        value = place.get(name)
        value = value.strip() if isinstance(value, str) else value
        if value is not None and value != "":
            return value
    return None


def _text(name: str, places: tuple[Mapping[str, object], ...]) -> str:
    """The first text that is not blank, or ""."""
    texts = [{name: place.get(name)} for place in places if isinstance(place.get(name), str)]
    return str(_first(name, tuple(texts)) or "")


def _valid(given: Mapping[str, object]) -> _Values:
    # Raised outside of the handler: pydantic's error holds the values, and one may hold a password.
    try:
        return _Values.model_validate(given)
    except ValidationError as error:
        problem = _unusable(error)
    raise problem


def _unusable(error: ValidationError) -> ConfigurationError:
    name = _where(error)[-1]
    return ConfigurationError(f"{name} {_PROBLEMS[name]}")


def _unusable_effect(error: ValidationError) -> ConfigurationError:
    number, *field = _where(error)
    where = f"Effect {number + 1} in {_SECTION}"
    if error.errors()[0]["type"] == "string_too_long":
        return ConfigurationError(f"{where} has a name of more than {LONGEST_EFFECT_NAME} letters.")
    return ConfigurationError(f"{where} {_EFFECT_PROBLEMS[field[0] if field else '']}")


def _where(error: ValidationError) -> tuple[Any, ...]:
    """The path of the first validation error."""
    return error.errors(include_input=False)[0]["loc"]
