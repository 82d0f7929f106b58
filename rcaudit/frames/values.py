"""Values of the server's documents read as what they should be, or told apart as malformed."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType, NoneType
from typing import Any

from rcaudit.frames.schema import Kind

Documents = list[dict[str, Any]]
Columns = dict[str, list[Any]]
Row = int
Malformed = dict[Row, dict[str, Any]]
"""By row, the fields whose value is of another type than the server's, with that value."""

_BOOLEANS = {"true": True, "false": False}


def _read_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(value)


def _read_time(value: Any) -> str:
    datetime.fromisoformat(_read_text(value))
    return str(value)


def _read_boolean(value: Any) -> bool:
    # The vendor's own example shows "true" as text.
    if isinstance(value, bool):
        return value
    try:
        return _BOOLEANS[value.lower()]
    except (AttributeError, KeyError):
        raise ValueError(value) from None


def _read_integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(value)  # noqa: TRY004 - one error says that a value is malformed
    number = float(value)
    if not number.is_integer() or abs(number) >= 2**53:
        raise ValueError(value)
    return int(number)


def _read_list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    raise ValueError(value)


def _read_object(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise ValueError(value)


def _are_times(values: Iterable[str]) -> bool:
    try:
        deque(map(datetime.fromisoformat, values), maxlen=0)
    except ValueError:
        return False
    return True


FieldKind = Kind | str
_READERS: Mapping[FieldKind, tuple[type, Callable[[Any], Any]]] = MappingProxyType(
    {
        "text": (str, _read_text),
        "category": (str, _read_text),
        "time": (str, _read_time),
        "boolean": (bool, _read_boolean),
        "integer": (int, _read_integer),
        "list": (list, _read_list),
        "object": (dict, _read_object),
    }
)


def read_field(
    documents: Documents, field: str, kind: FieldKind, malformed: Malformed
) -> list[Any]:
    """Return a field's value for each document, None where it is missing or malformed."""
    return read_values([document.get(field) for document in documents], field, kind, malformed)


def read_values(values: list[Any], field: str, kind: FieldKind, malformed: Malformed) -> list[Any]:
    """Return the values as their kind's type, None for those that are of another."""
    expected, read = _READERS[kind]
    # Nearly always all is well, and asking for the set of types is ten times as fast as reading.
    if set(map(type, values)) <= {expected, NoneType} and (
        kind != "time" or _are_times(filter(None, values))
    ):
        return values
    result = []
    for row, value in enumerate(values):
        try:
            result.append(None if value is None else read(value))
        except ValueError:
            malformed.setdefault(row, {})[field] = value
            result.append(None)
    return result
