"""Dataclasses read from JSON, each value checked against its field's annotation."""

import dataclasses
import types
from datetime import datetime
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def read_fields(kind: type[T], fields: object, name: str = "it") -> T:
    """Make a dataclass of a JSON object, nested ones and times included.

    Raises:
        TypeError: A value is of another type than its field, a field is unknown or missing.
        ValueError: A time is none.
        OverflowError: A time is out of range.
    """
    if not isinstance(fields, dict):
        raise TypeError(f"{name} is no object")
    hints = get_type_hints(kind)
    if unknown := sorted(fields.keys() - hints.keys()):
        raise TypeError(f"{name} has an unknown field {unknown[0]!r}")
    return kind(**{field: _read(hints[field], value, field) for field, value in fields.items()})


def _read(hint: Any, value: Any, name: str) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return read_fields(hint, value, name)
    if hint is datetime:
        return datetime.fromisoformat(value)
    arguments = get_args(hint)
    match get_origin(hint):
        case types.UnionType:
            return None if value is None else _read(arguments[0], value, name)
        case origin if origin is tuple and isinstance(value, list):
            return tuple(_read(arguments[0], item, name) for item in value)
        case origin if origin is dict and isinstance(value, dict):
            return {key: _read(arguments[1], item, name) for key, item in value.items()}
        case origin if origin is Literal and isinstance(value, str) and value in arguments:
            return value
    # `True` is an int to `isinstance`, but no count.
    if type(value) is not hint:
        raise TypeError(f"{name} is of another type or value than it may be")
    return value
