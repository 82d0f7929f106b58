"""What no column holds, kept as JSON in the shape that it has in its document."""

import json
import math
from itertools import chain
from typing import Any

from rcaudit.frames.schema import INTEGRATIONS, SCRIPTS
from rcaudit.frames.values import Documents, Fields, Row

_KNOWN_FIELDS = {"scriptTranspile"}.union(
    column.source.partition(".")[0]
    for column in (*INTEGRATIONS.columns, *SCRIPTS.columns)
    if column.source
)
_KNOWN_MEMBERS = {"_createdBy": {"_id", "username"}, "scriptError": {"name", "message", "stack"}}


def gather_extra(documents: Documents, *others: Fields) -> list[str | None]:
    """Return for each document, as JSON, its unknown fields and those in `others`; None for none.

    A token that stands in a document all the same (in one that was never redacted) is left out.
    What JSON does not know, as NaN, is written as text.
    """
    extra: list[str | None] = [None] * len(documents)
    for row in _unknown_rows(documents).union(*others):
        fields = _unknown_fields(documents[row])
        for other in others:
            _add(fields, other.get(row, {}))
        extra[row] = _to_json(fields) if fields else None
    return extra


def _unknown_rows(documents: Documents) -> set[Row]:
    rows: set[Row] = set()
    # One set for all documents tells quickly that none of them has anything unknown.
    if not set(chain.from_iterable(documents)) <= _KNOWN_FIELDS:
        rows |= {row for row, document in enumerate(documents) if document.keys() - _KNOWN_FIELDS}
    for field, known in _KNOWN_MEMBERS.items():
        values = [document.get(field) for document in documents]
        objects = [value for value in values if isinstance(value, dict)]
        if not set(chain.from_iterable(objects)) <= known:
            rows |= {
                row
                for row, value in enumerate(values)
                if isinstance(value, dict) and value.keys() - known
            }
    return rows


def _unknown_fields(document: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in document.items() if name not in _KNOWN_FIELDS}
    for field, known in _KNOWN_MEMBERS.items():
        value = document.get(field)
        if isinstance(value, dict) and value.keys() - known:
            fields[field] = {name: value[name] for name in value if name not in known}
    return fields


def _add(fields: dict[str, Any], others: dict[str, Any]) -> None:
    for path, value in others.items():
        field, _, member = path.partition(".")
        if value is None:
            continue
        if member:
            fields.setdefault(field, {})[member] = value
        else:
            fields[field] = value


def _to_json(value: Any) -> str:
    try:
        return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), sort_keys=True, ensure_ascii=False)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_finite(member) for member in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
