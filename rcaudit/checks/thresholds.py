"""The numbers that checks judge by, which a configuration can change."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from rcaudit.errors import ConfigError


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """The numbers that checks judge by.

    Attributes:
        short_token_length: A token with fewer characters is short.
        forgotten_after_days: An integration that nobody saved for longer is forgotten.
        long_disabled_after_days: One that is off and that nobody saved for longer is left over.
        never_fired_after_days: One that was saved later than so many days ago is too new to judge.
        failing_calls: With fewer calls than so many, nothing is said of failing.
        failing_share: Failing is when at least this share of the calls failed, from 0 to 1.
        drifted_similarity: Scripts that share at least this part of their statements, from 0 to 1,
            are taken for versions of one.
    """

    short_token_length: int = 20
    forgotten_after_days: int = 730
    long_disabled_after_days: int = 365
    never_fired_after_days: int = 30
    failing_calls: int = 3
    failing_share: float = 0.5
    drifted_similarity: float = 0.8


def read_thresholds(table: Any) -> Thresholds:
    """Read the `[checks]` table of a configuration; what it does not name keeps its default.

    Raises:
        ConfigError: It is no table, a name is unknown, or a value is no such number.
    """
    if not isinstance(table, Mapping):
        raise ConfigError(f"checks must be a table, [checks], and is {table!r}.")
    kinds = {field.name: type(field.default) for field in dataclasses.fields(Thresholds)}
    unknown = sorted(table.keys() - kinds.keys())
    if unknown:
        close = get_close_matches(unknown[0], kinds, n=1)
        hint = f"did you mean {close[0]}?" if close else f"it knows {', '.join(kinds)}."
        raise ConfigError(f"[checks] does not know {unknown[0]!r}; {hint}")
    return Thresholds(**{name: _read(name, value, kinds[name]) for name, value in table.items()})


def _read(name: str, value: Any, kind: type) -> Any:
    if kind is int and type(value) is int and value >= 0:
        return value
    if kind is float and type(value) in {int, float} and 0 <= value <= 1:
        return float(value)
    expected = "a whole number from 0" if kind is int else "a number from 0 to 1"
    raise ConfigError(f"[checks] {name} must be {expected}, not {value!r}.")
