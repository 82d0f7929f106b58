"""What no column holds, kept as JSON in the shape that it has in its document."""

import json
import math
from itertools import chain
from typing import Any

from rcaudit.frames.schema import INTEGRATIONS, SCRIPTS
from rcaudit.frames.values import Batch, Fields, Row

_KNOWN_FIELDS = {"scriptTranspile"}.union(
    column.source.partition(".")[0]
    for column in (*INTEGRATIONS.columns, *SCRIPTS.columns)
    if column.source
)
_KNOWN_MEMBERS = {"_createdBy": {"_id", "username"}, "scriptError": {"name", "message", "stack"}}


def gather_extra(batch: Batch, without_row: Fields) -> list[str | None]:
    """Return for each document, as JSON, what no column holds; None for nothing.

    That is unknown fields and members, what is malformed, and `without_row`: fields of a table in
    which the document has no row. A token that stands in a document all the same (in one that was
    never redacted) is left out. What JSON does not know, as NaN, is written as text.
    """
    extra: list[str | None] = [None] * len(batch)
    for row in _unknown_rows(batch).union(batch.malformed, without_row):
        fields = _unknown_fields(batch.documents[row])
        for others in (batch.malformed, without_row):
            _add(fields, others.get(row, {}))
        extra[row] = _to_json(fields) if fields else None
    return extra


def _unknown_rows(batch: Batch) -> set[Row]:
    rows: set[Row] = set()
    if not batch.names <= _KNOWN_FIELDS:
        rows |= {
            row for row, document in enumerate(batch.documents) if document.keys() - _KNOWN_FIELDS
        }
    for field, known in _KNOWN_MEMBERS.items():
        values = batch.values(field)
        objects = [value for value in values if isinstance(value, dict)]
        if not known.issuperset(chain.from_iterable(objects)):
            rows |= {
                row
                for row, value in enumerate(values)
                if isinstance(value, dict) and not value.keys() <= known
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
