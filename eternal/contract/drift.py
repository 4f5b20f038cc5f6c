"""Describes in words how a value differs from its schema in the document."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from eternal.contract.document import document
from eternal.text import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError

_LONGEST_WORD = 60
_MOST_SENTENCES = 20
_WORDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a text",
}


def drift(schema: str, value: object) -> list[str]:
    """Compare a value with a schema of the document: missing, new and retyped fields.

    A new value of a field with known values counts, too.

    Args:
        schema: A name under ``components.schemas``.
        value: A parsed JSON value.

    Returns:
        Sentences, with their number of occurrences in a list; none if the value fits.
    """
    where = {"$ref": f"#/components/schemas/{schema}"}
    found = Counter(_sentence(error) for error in _validator(schema).iter_errors(value))
    found.update(_news(where, value, ""))
    return [
        sentence if times == 1 else f"{sentence} ({times} times)"
        for sentence, times in found.most_common(_MOST_SENTENCES)
    ]


@cache
def _validator(schema: str) -> Draft202012Validator:
    # JSON Schema takes 6790.0 for an integer; the document's ids have no fraction.
    checker = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    strict: Any = extend(Draft202012Validator, type_checker=checker)  # type: ignore[no-untyped-call]
    validator: Draft202012Validator = strict(
        {"$ref": f"#/components/schemas/{schema}", "components": document()["components"]}
    )
    return validator


def _sentence(error: ValidationError) -> str:
    where = _path(error)
    if error.validator == "required":
        missing = error.message.split("'")[1]
        return f"{where + '.' if where else ''}{missing} is missing"
    if error.validator == "type":
        wanted: Any = error.validator_value
        names = [wanted] if isinstance(wanted, str) else wanted
        return (
            f"{where or 'the answer'} is {_type(error.instance)},"
            f" not {' or '.join(_WORDS[name] for name in names)}"
        )
    return f"{where or 'the answer'} is out of bounds ({error.validator})"


def _path(error: ValidationError) -> str:
    path = ""
    for part in error.absolute_path:
        path += "[]" if isinstance(part, int) else f".{part}" if path else part
    return path


def _type(value: object) -> str:
    if isinstance(value, bool):
        return _WORDS["boolean"]
    if isinstance(value, float):
        return "a number with a fraction"
    names = {
        dict: "object",
        list: "array",
        str: "string",
        int: "integer",
        type(None): "null",
    }
    return _WORDS[names[type(value)]]


def _news(schema: dict[str, Any], value: object, where: str) -> Iterator[str]:
    """New fields and new values: the schema allows them, but they are drift."""
    schema = _effective(schema, value)
    known = schema.get("x-known-values")
    if known is not None and isinstance(value, str) and value not in known:
        yield f"{where} has the new value '{plain_text(value, _LONGEST_WORD)}'"
    if isinstance(value, list):
        for item in value:
            yield from _news(schema.get("items", {}), item, f"{where}[]")
    if isinstance(value, dict) and "properties" in schema:
        for name, item in value.items():
            path = f"{where}.{name}" if where else name
            if name in schema["properties"]:
                yield from _news(schema["properties"][name], item, path)
            elif not schema.get("x-open"):
                yield f"{plain_text(path, 2 * _LONGEST_WORD)} is a new field"


def _effective(schema: dict[str, Any], value: object) -> dict[str, Any]:
    """Resolve a schema's reference, and its ``then`` if its ``if`` is true."""
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "if" in schema and Draft202012Validator(schema["if"]).is_valid(value):
        both = {**schema["properties"], **schema["then"]["properties"]}
        return {**schema, "properties": both}
    return schema
