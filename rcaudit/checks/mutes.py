"""Findings that somebody accepted for a time: read from a TOML file, and applied."""

import datetime as dt
import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import translate
from pathlib import Path
from typing import Any

import pandas as pd

from rcaudit.errors import ConfigError

_REQUIRED = {"check": str, "integration": str, "reason": str, "expires": dt.date}
_OPTIONAL = {"by": str}
_EXAMPLE = (
    '[[mute]]\ncheck = "internal_webhook_url"\nintegration = "Intranet *"\n'
    'reason = "The intranet is where it should go."\nexpires = 2027-06-30'
)


@dataclass(frozen=True, kw_only=True)
class Mute:
    """What covers the findings of one check for some integrations, through its last day.

    `integration` is an id, a name, or a pattern for names with `*`, `?` and `[...]`.
    """

    check: str
    integration: str
    reason: str
    expires: dt.date
    by: str | None = None


def load_mutes(path: str | Path, known_checks: Collection[str] | None = None) -> tuple[Mute, ...]:
    """Read a TOML file that has one `[[mute]]` table for each mute.

    Args:
        path: The file.
        known_checks: The slugs that there are; a mute of another one is an error.

    Raises:
        ConfigError: It cannot be read, or an entry is malformed; the message says which and why.
    """
    path = Path(path)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"Cannot read the mutes {path}: {error.strerror}.") from error
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
        raise ConfigError(f"The mutes {path} are no valid TOML: {error}.") from error
    entries = content.pop("mute", [])
    if content or not isinstance(entries, list):
        raise ConfigError(f"The mutes {path} must be [[mute]] tables only, such as\n{_EXAMPLE}")
    return tuple(
        _read(entry, f"{path}, mute {number}", known_checks)
        for number, entry in enumerate(entries, 1)
    )


def _read(entry: Any, where: str, known_checks: Collection[str] | None) -> Mute:
    complaint = _complaint(entry, known_checks)
    if complaint:
        raise ConfigError(f"{where}: {complaint}")
    return Mute(**entry)


def _complaint(entry: Any, known_checks: Collection[str] | None) -> str | None:
    if not isinstance(entry, dict):
        return f"is no table; write it as\n{_EXAMPLE}"
    missing = sorted(_REQUIRED.keys() - entry.keys())
    if missing:
        return f"{missing[0]} is missing."
    for name, value in entry.items():
        kind = (_REQUIRED | _OPTIONAL).get(name)
        if kind is None:
            return f"{name} is not known; there are {', '.join([*_REQUIRED, *_OPTIONAL])}."
        if type(value) is not kind:
            expected = "a text" if kind is str else "a date without a time, such as 2027-06-30"
            return f"{name} must be {expected}, not {value!r}."
        if isinstance(value, str) and not value.strip():
            return f"{name} is empty."
    if known_checks is not None and entry["check"] not in known_checks:
        return f"there is no check {entry['check']!r}; `rcaudit checks list` names them."
    return None


def apply_mutes(
    findings: pd.DataFrame, mutes: Sequence[Mute], *, today: dt.date, judged: Iterable[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the findings, marked where a mute covers them, and what became of each mute.

    The second table has the mute's fields, `position` (from 1), `finding_count` and `state`:
    `used`, `unused` (nothing to cover: it can go), `expired` (it covers nothing any more), or
    `unjudged` (its check did not look).
    """
    judged = set(judged)
    is_muted = pd.Series(data=False, index=findings.index, dtype="boolean")
    reasons = findings["mute_reason"].copy()
    states = []
    for position, mute in enumerate(mutes, 1):
        is_expired = mute.expires < today
        covered = _covers(mute, findings)
        if not is_expired:
            reasons[covered & ~is_muted] = mute.reason
            is_muted |= covered
        count = int(covered.sum())
        states.append((position, *_fields(mute), count, _state(mute, count, is_expired, judged)))
    return findings.assign(is_muted=is_muted, mute_reason=reasons), _make_table(states)


def _covers(mute: Mute, findings: pd.DataFrame) -> "pd.Series[bool]":
    is_named = re.compile(translate(mute.integration)).match
    is_of_check = findings["check"].astype(str) == mute.check
    names = findings["integration_name"].fillna("").where(is_of_check, "")
    matching = [name for name in names.unique() if name == mute.integration or is_named(name)]
    ids = findings["integration_id"].fillna("")
    return is_of_check & (names.isin(matching) | (ids == mute.integration)).astype(bool)


def _state(mute: Mute, count: int, is_expired: bool, judged: set[str]) -> str:
    if is_expired:
        return "expired"
    if mute.check not in judged:
        return "unjudged"
    return "used" if count else "unused"


def _fields(mute: Mute) -> tuple[str, str, str, str, str | None]:
    return mute.check, mute.integration, mute.reason, mute.expires.isoformat(), mute.by


_STATE_DTYPES = {
    "position": "Int64",
    "check": "string[python]",
    "integration": "string[python]",
    "reason": "string[python]",
    "expires": "string[python]",
    "by": "string[python]",
    "finding_count": "Int64",
    "state": "string[python]",
}


def _make_table(states: list[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame(states, columns=list(_STATE_DTYPES)).astype(_STATE_DTYPES)
