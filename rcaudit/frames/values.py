"""Values of the server's documents read as what they should be, or told apart as malformed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import repeat
from operator import attrgetter, itemgetter
from types import MappingProxyType, NoneType
from typing import Any, Literal, Self

from rcaudit.frames.schema import Kind

Columns = dict[str, list[Any]]
Row = int
Fields = dict[Row, dict[str, Any]]
"""By row, some fields with their values; a dot leads to a member, as in `_createdBy._id`."""


@dataclass(frozen=True)
class Batch:
    """Some documents, and the malformed values found so far.

    Attributes:
        names: The names of all fields that occur.
        shared: The values of fields that every document has, perhaps not of all such.
    """

    documents: list[dict[str, Any]]
    names: frozenset[str]
    shared: Mapping[str, tuple[Any, ...]]
    malformed: Fields = field(default_factory=dict)

    @classmethod
    def of(cls, documents: list[dict[str, Any]]) -> Self:
        """Look through the documents for the names of their fields."""
        return cls(documents, frozenset().union(*documents), _transpose(documents))

    def __len__(self) -> int:
        return len(self.documents)

    def values(self, name: str) -> list[Any]:
        """Return a field's value for each document as it is, None where it is missing."""
        if name not in self.names:
            return [None] * len(self.documents)
        if name in self.shared:
            return list(self.shared[name])
        return list(map(dict.get, self.documents, repeat(name)))


def _transpose(documents: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
    # Faster by half than a field at a time. What the shortest document has, nearly always all have.
    shortest: Mapping[str, Any] = min(documents, key=len, default={})
    names = tuple(shortest)
    if len(names) < 2:  # noqa: PLR2004 - of one name, itemgetter makes no tuple
        return {}
    try:
        return dict(zip(names, zip(*map(itemgetter(*names), documents), strict=True), strict=True))
    except KeyError:
        return {}


FieldKind = Kind | Literal["object"]

_BOOLEANS = {"true": True, "false": False}
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_EXACT_FLOAT = 2**53
_ZONE = attrgetter("tzinfo")


def read_field(batch: Batch, name: str, kind: FieldKind) -> list[Any]:
    """Return a field's value for each document, None where it is missing or malformed."""
    values = batch.values(name)
    if name not in batch.names:
        return values
    return read_values(values, name, kind, batch.malformed)


def read_members(
    batch: Batch, objects: list[dict[str, Any] | None], name: str, member: str
) -> list[Any]:
    """Return a member, a text, of a field's objects, None where it is missing or malformed."""
    if not any(objects):
        return [None] * len(objects)
    values = [None if one is None else one.get(member) for one in objects]
    return read_values(values, f"{name}.{member}", "text", batch.malformed)


def read_values(values: list[Any], name: str, kind: FieldKind, malformed: Fields) -> list[Any]:
    """Return the values as their kind's type, None for those that are of another.

    Times become aware datetimes in UTC; one without an offset is taken for UTC, as the server
    writes it. What is malformed is added to `malformed`, by its place in the list.
    """
    read_all, read = _READERS[kind]
    # Nearly always all is well, and asking for the set of types is ten times as fast as reading.
    result = read_all(values)
    return _read_each(values, name, read, malformed) if result is None else result


def _read_each(
    values: list[Any], name: str, read: Callable[[Any], Any], malformed: Fields
) -> list[Any]:
    result = []
    for row, value in enumerate(values):
        try:
            result.append(None if value is None else read(value))
        except (ValueError, OverflowError):
            malformed.setdefault(row, {})[name] = value
            result.append(None)
    return result


def _take_if(expected: type) -> Callable[[list[Any]], list[Any] | None]:
    return lambda values: values if set(map(type, values)) <= {expected, NoneType} else None


def _read_integers(values: list[Any]) -> list[Any] | None:
    if not set(map(type, values)) <= {int, NoneType}:
        return None
    numbers = set(values) - {None}
    is_small = not numbers or (min(numbers) >= _SMALLEST and max(numbers) <= _LARGEST)
    return values if is_small else None


def _read_times(values: list[Any]) -> list[Any] | None:
    read = datetime.fromisoformat
    try:
        times = [None if value is None else read(value) for value in values]
    except (TypeError, ValueError):
        return None
    return times if set(map(_ZONE, filter(None, times))) <= {UTC} else None


def _read_as(expected: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if isinstance(value, expected):
            return value
        raise ValueError(value)

    return read


def _read_time(value: Any) -> datetime:
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004 - one error says that a value is malformed
    time = datetime.fromisoformat(value)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _read_boolean(value: Any) -> bool:
    # The vendor's own example shows "true" as text.
    if isinstance(value, bool):
        return value
    try:
        return _BOOLEANS[value.lower()]
    except (AttributeError, KeyError):
        raise ValueError(value) from None


def _read_integer(value: Any) -> int:
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        value = int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) <= _EXACT_FLOAT:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and _SMALLEST <= value <= _LARGEST:
        return value
    raise ValueError(value)


_READERS: Mapping[
    FieldKind, tuple[Callable[[list[Any]], list[Any] | None], Callable[[Any], Any]]
] = MappingProxyType(
    {
        "text": (_take_if(str), _read_as(str)),
        "category": (_take_if(str), _read_as(str)),
        "list": (_take_if(list), _read_as(list)),
        "object": (_take_if(dict), _read_as(dict)),
        "boolean": (_take_if(bool), _read_boolean),
        "integer": (_read_integers, _read_integer),
        "time": (_read_times, _read_time),
    }
)
