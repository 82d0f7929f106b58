"""Changes in words: what became of each integration, a sentence for each change."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from rcaudit.frames.schema import CHANNELS, DICTIONARY, TRIGGER_WORDS, URLS

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
    """An integration with what is known of it and a sentence for each change.

    Its texts are those of the workspace: whoever prints them makes them safe.
    """

    integration_id: str
    name: str | None
    change: str
    facts: str
    sentences: tuple[str, ...]


def tell_changes(changes: pd.DataFrame, *wholes: pd.DataFrame) -> list[Told]:
    """Return what became of each integration, sorted by id.

    Args:
        changes: The table of changes.
        *wholes: Rows of `integrations` that only one of the snapshots has.
    """
    rows_of: dict[str, list[Row]] = {}
    for row in _records(changes):
        rows_of.setdefault(row["integration_id"], []).append(row)
    origins = {
        row["integration_id"]: _tell_origin(row)
        for whole in wholes
        for row in _records(whole[["integration_id", "created_at", "creator_username"]])
    }
    return [
        Told(
            key,
            rows[0]["integration_name"],
            rows[0]["change"],
            _tell_facts(rows[0], origins.get(key, "")),
            tuple(_tell(rows)),
        )
        for key, rows in rows_of.items()
    ]


def _records(frame: pd.DataFrame) -> list[Row]:
    plain = frame.astype(object)
    plain = plain.where(plain.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def _tell_origin(row: Row) -> str:
    at = f" {_moment(row['created_at'])}" if row["created_at"] else ""
    by = f" by {_value(row['creator_username'])}" if row["creator_username"] else ""
    return f"created{at}{by}" if at or by else ""


def _tell_facts(row: Row, origin: str) -> str:
    saved = _moment(row["updated_at"]) if row["updated_at"] else ""
    is_news = bool(saved) and saved not in origin
    facts = (row["direction"], origin, f"last saved {saved}" if is_news else "")
    return ", ".join(filter(None, facts))


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
    is_changed = rows[0]["change"] == "changed"
    for row in lists:
        word, entry = (" added", row["new"]) if row["old"] is None else (" removed", row["old"])
        yield f"{_label(row['field'])}{word if is_changed else ''}: {_value(entry)}"
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
    return _moment(pd.Timestamp(value)) if _KINDS[field] == "time" else _value(value)


def _value(text: str) -> str:
    shown = text.strip() or "(empty)"
    return shown if len(shown) <= _LONGEST_VALUE else f"{shown[:_LONGEST_VALUE]}…"


def _moment(time: pd.Timestamp) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"
