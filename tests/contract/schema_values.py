"""Values that satisfy a schema of the document, for hypothesis: the part of JSON Schema it uses."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from eternal.contract import document

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


def values_of(schema: str) -> st.SearchStrategy[Any]:
    """Values of a schema under ``components.schemas``."""
    return _values(document()["components"]["schemas"][schema])


ADDRESSES = [
    "https://cdn.example.org/a/b.jpg?Expires=1&Signature=a~b_c%2F",
    "https://cdn.example.org/v.mp4",
    "data:image/png;base64,iVBORw0KGgo=",
    "data:video/webm;base64,GkXfow==",
]


def _values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return values_of(schema["$ref"].rpartition("/")[2])
    if "if" in schema:
        return _either(schema)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return st.one_of([_of_type(kind, schema) for kind in kinds]) if kinds else ANYTHING


def _either(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What meets ``if`` and ``then``, or does not meet ``if``: one field with a constant value."""
    plain = {name: part for name, part in schema.items() if name not in {"if", "then"}}
    ((field, condition),) = schema["if"]["properties"].items()
    met = {
        **plain,
        "properties": {
            **plain["properties"],
            **schema["then"]["properties"],
            field: {"const": condition["const"]},
        },
        "required": [*plain["required"], *schema["then"]["required"]],
    }
    unmet = _values(plain).filter(lambda value: value[field] != condition["const"])
    return _values(met) | unmet


def _of_type(kind: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if kind == "object":
        return _objects(schema)
    if kind == "array":
        return st.lists(_values(schema["items"]), max_size=4)
    if kind == "integer":
        return st.integers(schema.get("minimum", -(2**31)), schema.get("maximum", 2**31))
    if kind == "number":
        return st.integers(-(10**6), 10**6) | st.floats(allow_nan=False, allow_infinity=False)
    return _texts(schema) if kind == "string" else st.none()


def _texts(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    if "pattern" in schema:
        texts = st.from_regex(schema["pattern"], fullmatch=True)
        return texts.filter(lambda text: len(text) <= schema["maxLength"])
    if schema.get("format") == "uri":
        return st.sampled_from(ADDRESSES) | TEXT.filter(bool)
    known = schema.get("x-known-values")
    return st.sampled_from(known) | TEXT if known else TEXT


def _objects(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "properties" not in schema:
        return st.dictionaries(TEXT, ANYTHING, max_size=3)
    fields = {
        name: st.just(part["const"]) if "const" in part else _values(part)
        for name, part in schema["properties"].items()
    }
    required = {name: fields[name] for name in schema["required"]}
    optional = {name: value for name, value in fields.items() if name not in required}
    return st.fixed_dictionaries(required, optional=optional)
