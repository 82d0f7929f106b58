"""Documents made flat: the server's field names stop here."""

import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import Any

from rcaudit.frames.lists import (
    count,
    flatten_channels,
    flatten_trigger_words,
    flatten_urls,
    read_texts,
)
from rcaudit.frames.removed import RemovedIndex, index_removed
from rcaudit.frames.schema import INTEGRATIONS, SCRIPTS
from rcaudit.frames.script_rows import flatten_scripts
from rcaudit.frames.values import Columns, Documents, Malformed, read_field, read_values
from rcaudit.snapshot.snapshot import Record

_DIRECTIONS = {"webhook-incoming": "incoming", "webhook-outgoing": "outgoing"}
_READ_APART = {"_id", "type", "script", "channel", "urls", "triggerWords", "token"}
_SIMPLE = tuple(
    column
    for column in INTEGRATIONS.columns
    if column.source and "." not in column.source and column.source not in _READ_APART
)
_KNOWN_FIELDS = {"scriptTranspile"}.union(
    column.source.partition(".")[0] for column in (*INTEGRATIONS.columns, *SCRIPTS.columns)
)
_KNOWN_MEMBERS = {"_createdBy": {"_id", "username"}, "scriptError": {"name", "message", "stack"}}


class Flattener:
    """Columns that grow by some records at a time, so that documents need not stay in memory."""

    def __init__(self) -> None:
        self.tables: dict[str, Columns] = {
            name: defaultdict(list)
            for name in ("integrations", "channels", "urls", "trigger_words", "scripts")
        }

    def add(self, records: Sequence[Record]) -> None:
        """Append the rows of these records to the columns of every table."""
        documents = [record.document for record in records]
        malformed: Malformed = {}
        removed = index_removed(records)
        channels = read_texts(documents, "channel", malformed)
        urls = read_texts(documents, "urls", malformed)
        words = read_texts(documents, "triggerWords", malformed)
        ids = read_field(documents, "_id", "text", malformed)
        columns: Columns = {
            column.name: read_field(documents, column.source, column.kind, malformed)
            for column in _SIMPLE
        }
        columns |= {
            "integration_id": ids,
            "direction": _read_direction(documents, malformed),
            "channel_count": count(channels),
            "url_count": count(urls),
            "trigger_word_count": count(words),
            "detail": [record.detail for record in records],
            **_read_creator(documents, malformed),
            **_read_token(len(records), removed),
        }
        scripts, columns["has_script"] = flatten_scripts(documents, columns, removed, malformed)
        columns["malformed_fields"] = _list_malformed(len(records), malformed)
        columns["extra"] = _gather_extra(documents, malformed)
        self._extend("integrations", columns)
        self._extend("channels", flatten_channels(ids, channels))
        self._extend("urls", flatten_urls(ids, urls, removed))
        self._extend("trigger_words", flatten_trigger_words(ids, words))
        self._extend("scripts", scripts)

    def _extend(self, table: str, columns: Columns) -> None:
        for name, values in columns.items():
            self.tables[table][name].extend(values)


def _read_direction(documents: Documents, malformed: Malformed) -> list[str | None]:
    types = read_field(documents, "type", "category", malformed)
    if not set(types) <= _DIRECTIONS.keys():
        for row, name in enumerate(types):
            if name not in _DIRECTIONS:
                malformed.setdefault(row, {}).setdefault("type", name)
    return [_DIRECTIONS.get(name) for name in types]


def _read_creator(documents: Documents, malformed: Malformed) -> Columns:
    creators = [
        creator or {} for creator in read_field(documents, "_createdBy", "object", malformed)
    ]
    return {
        f"creator_{name}": read_values(
            [creator.get(field) for creator in creators], f"_createdBy.{field}", "text", malformed
        )
        for name, field in (("id", "_id"), ("username", "username"))
    }


def _read_token(length: int, removed: RemovedIndex) -> Columns:
    tokens = [removed.tokens.get(row) for row in range(length)]
    return {
        "token_fingerprint": [token and token.fingerprint for token in tokens],
        "token_length": [token and token.length for token in tokens],
    }


def _list_malformed(length: int, malformed: Malformed) -> list[str]:
    names = ["[]"] * length
    for row, fields in malformed.items():
        names[row] = json.dumps(sorted(fields))
    return names


def _gather_extra(documents: Documents, malformed: Malformed) -> list[str | None]:
    extra: list[str | None] = [None] * len(documents)
    rows = set(malformed)
    # One set for all documents tells quickly that none of them has anything unknown.
    if not set(chain.from_iterable(documents)) <= _KNOWN_FIELDS:
        rows |= {row for row, document in enumerate(documents) if document.keys() - _KNOWN_FIELDS}
    for field, known in _KNOWN_MEMBERS.items():
        rows |= {
            row
            for row, document in enumerate(documents)
            if isinstance(value := document.get(field), dict) and not value.keys() <= known
        }
    for row in rows:
        fields = _extra_of(documents[row], malformed.get(row, {}))
        extra[row] = json.dumps(fields, sort_keys=True, ensure_ascii=False) if fields else None
    return extra


def _extra_of(document: dict[str, Any], malformed: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in document.items() if name not in _KNOWN_FIELDS}
    for field, known in _KNOWN_MEMBERS.items():
        value = document.get(field)
        if isinstance(value, dict):
            fields |= {f"{field}.{name}": value[name] for name in value if name not in known}
    return fields | {name: value for name, value in malformed.items() if value is not None}
