"""Changes in words: what became of each integration, a sentence each."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from rcaudit.frames.diff import Diff
from rcaudit.frames.schema import CHANNELS, DICTIONARY, TRIGGER_WORDS, URLS
from rcaudit.output.cells import in_rows
from rcaudit.output.plain import name_of, one_line

Row = dict[str, Any]
Values = dict[str, tuple[str | None, str | None]]
"""The old and the new value by field."""

_LISTS = tuple(table.name for table in (CHANNELS, URLS, TRIGGER_WORDS))
_TOKEN = ("token_fingerprint", "token_length")
_SCRIPT = ("script_sha256", "script_line_count", "script_size")
_TOKEN_UNITS = {"token_length": "characters"}
_SCRIPT_UNITS = {"script_line_count": "lines", "script_size": "characters"}
_KINDS = {column.name: column.kind for table in DICTIONARY.values() for column in table.columns}
_WORDS = {"true": "yes", "false": "no"}
_LONGEST_VALUE = 100


class Told(NamedTuple):
    """An integration's name with what is known of it, and a sentence for each change."""

    name: str
    facts: str
    sentences: tuple[str, ...]


def tell_changes(diff: Diff) -> dict[str, list[Told]]:
    """Return what became of the integrations by the words of the column `change`, sorted by id."""
    rows_of: dict[str, list[Row]] = {}
    for row in in_rows(diff.changes):
        rows_of.setdefault(row["integration_id"], []).append(row)
    makers = {
        row["integration_id"]: _tell_origin(row)
        for frame in (diff.added, diff.removed)
        for row in in_rows(frame[["integration_id", "created_at", "creator_username"]])
    }
    told: dict[str, list[Told]] = {change: [] for change in diff.counts()}
    for key, rows in rows_of.items():
        first = rows[0]
        origin = makers.get(key, "")
        saved = _time(first["updated_at"]) if first["updated_at"] else ""
        if saved in origin:
            saved = ""
        facts = [one_line(first["direction"]), origin, f"last saved {saved}" if saved else ""]
        told[first["change"]].append(
            Told(
                name_of(first["integration_name"], key),
                ", ".join(filter(None, facts)),
                tuple(_tell(rows)),
            )
        )
    return told


def _tell_origin(row: Row) -> str:
    at = f" {_time(row['created_at'])}" if row["created_at"] else ""
    by = f" by {_value(row['creator_username'])}" if row["creator_username"] else ""
    return f"created{at}{by}" if at or by else ""


def _tell(rows: list[Row]) -> Iterator[str]:
    single = [row for row in rows if row["field"] and row["table"] not in _LISTS]
    values: Values = {row["field"]: (row["old"], row["new"]) for row in single}
    lists = [row for row in rows if row["table"] in _LISTS]
    # It says when the others were changed.
    if len(rows) > 1:
        values.pop("updated_at", None)
    elif "updated_at" in values:
        yield "saved again: nothing else that a snapshot keeps has changed"
        return
    yield from _tell_token({name: values.pop(name) for name in _TOKEN if name in values})
    script = {name: values.pop(name) for name in _SCRIPT if name in values}
    for field, (old, new) in values.items():
        yield f"{_label(field)}: {_told(field, old)} → {_told(field, new)}"
    for row in lists:
        word, entry = ("added", row["new"]) if row["old"] is None else ("removed", row["old"])
        yield f"{_label(row['field'])} {word}: {_value(entry)}"
    yield from _tell_script(script)


def _tell_token(values: Values) -> Iterator[str]:
    if values:
        yield f"token {_became(values, 'rotated')}{_measures(values, _TOKEN_UNITS)}"


def _tell_script(values: Values) -> Iterator[str]:
    if values:
        measures = _measures(values, _SCRIPT_UNITS)
        yield f"script {_became(values, 'text changed')}{measures}"


def _became(values: Values, otherwise: str) -> str:
    old, new = next(iter(values.values()))
    if old is None:
        return "added"
    return "removed" if new is None else otherwise


def _measures(values: Values, units: dict[str, str]) -> str:
    for field, unit in units.items():
        old, new = values.get(field, (None, None))
        if old and new:
            return f": {old} → {new} {unit}"
        if old or new:
            return f": {old or new} {unit}"
    return ""


def _label(field: str) -> str:
    return field.removeprefix("is_").replace("_", " ")


def _told(field: str, value: str | None) -> str:
    if value is None:
        return "(empty)"
    if _KINDS[field] == "boolean":
        return _WORDS[value]
    return _time(value) if _KINDS[field] == "time" else _value(value)


def _value(text: str) -> str:
    shown = one_line(text) or "(empty)"
    return shown if len(shown) <= _LONGEST_VALUE else f"{shown[:_LONGEST_VALUE]}…"


def _time(text: str) -> str:
    return f"{text[:10]} {text[11:16]} UTC"
