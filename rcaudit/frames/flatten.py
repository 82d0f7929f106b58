"""Documents made flat: the server's field names stop here."""

import json
from collections import defaultdict
from collections.abc import Sequence

from rcaudit.frames.extra import gather_extra
from rcaudit.frames.lists import (
    count,
    flatten_channels,
    flatten_trigger_words,
    flatten_urls,
    read_texts,
)
from rcaudit.frames.removed import RemovedIndex, index_removed
from rcaudit.frames.schema import INTEGRATIONS
from rcaudit.frames.script_rows import flatten_scripts, read_has_script
from rcaudit.frames.script_secrets import flatten_script_secrets
from rcaudit.frames.values import Columns, Documents, Fields, read_field, read_values
from rcaudit.snapshot.snapshot import Record

_DIRECTIONS = {"webhook-incoming": "incoming", "webhook-outgoing": "outgoing"}
_READ_APART = {"_id", "type", "script", "channel", "urls", "triggerWords", "token"}
_SIMPLE = tuple(
    column
    for column in INTEGRATIONS.columns
    if column.source and "." not in column.source and column.source not in _READ_APART
)


class Flattener:
    """Columns that grow by some records at a time, so that documents need not stay in memory."""

    def __init__(self) -> None:
        names = ("integrations", "channels", "urls", "trigger_words", "scripts", "script_secrets")
        self.tables: dict[str, Columns] = {name: defaultdict(list) for name in names}

    def add(self, records: Sequence[Record]) -> None:
        """Append the rows of these records to the columns of every table."""
        documents = [record.document for record in records]
        malformed: Fields = {}
        removed = index_removed(records)
        channels = read_texts(documents, "channel", malformed)
        urls = read_texts(documents, "urls", malformed)
        words = read_texts(documents, "triggerWords", malformed)
        sources, has_script = read_has_script(documents, removed, malformed)
        ids = read_field(documents, "_id", "text", malformed)
        columns: Columns = {
            column.name: read_field(documents, column.source, column.kind, malformed)
            for column in _SIMPLE
        }
        columns |= {
            "integration_id": ids,
            "direction": _read_direction(documents, malformed),
            "has_script": has_script,
            "channel_count": count(channels),
            "url_count": count(urls),
            "trigger_word_count": count(words),
            "detail": [record.detail for record in records],
            **_read_creator(documents, malformed),
            **_read_token(len(records), removed),
        }
        scripts, without_row = flatten_scripts(documents, columns, sources, removed, malformed)
        columns["malformed_fields"] = _list_malformed(len(records), malformed)
        columns["extra"] = gather_extra(documents, malformed, without_row)
        self._extend("integrations", columns)
        self._extend("channels", flatten_channels(ids, channels))
        self._extend("urls", flatten_urls(ids, urls, removed))
        self._extend("trigger_words", flatten_trigger_words(ids, words))
        self._extend("scripts", scripts)
        self._extend("script_secrets", flatten_script_secrets(ids, records))

    def _extend(self, table: str, columns: Columns) -> None:
        for name, values in columns.items():
            self.tables[table][name].extend(values)


def _read_direction(documents: Documents, malformed: Fields) -> list[str | None]:
    types = read_field(documents, "type", "category", malformed)
    directions = [_DIRECTIONS.get(name) for name in types]
    if None in directions:
        for row, direction in enumerate(directions):
            if direction is None:
                malformed.setdefault(row, {}).setdefault("type", types[row])
    return directions


def _read_creator(documents: Documents, malformed: Fields) -> Columns:
    creators = read_field(documents, "_createdBy", "object", malformed)
    return {
        f"creator_{name}": read_values(
            [creator.get(field) if creator else None for creator in creators],
            f"_createdBy.{field}",
            "text",
            malformed,
        )
        for name, field in (("id", "_id"), ("username", "username"))
    }


def _read_token(length: int, removed: RemovedIndex) -> Columns:
    tokens = [removed.tokens.get(row) for row in range(length)]
    return {
        "token_fingerprint": [token and token.fingerprint for token in tokens],
        "token_length": [token and token.length for token in tokens],
    }


def _list_malformed(length: int, malformed: Fields) -> list[str]:
    names = ["[]"] * length
    for row, fields in malformed.items():
        names[row] = json.dumps(sorted(fields))
    return names
