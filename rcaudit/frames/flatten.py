"""Documents made flat: the server's field names stop here."""

import json
from collections import defaultdict
from collections.abc import Sequence

from rcaudit.frames.creators import AccountCounter
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
from rcaudit.frames.values import Batch, Columns, read_field, read_members
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
        self._accounts = AccountCounter()
        names = ("integrations", "channels", "urls", "trigger_words", "scripts", "script_secrets")
        self.tables: dict[str, Columns] = {name: defaultdict(list) for name in names}

    def add(self, records: Sequence[Record]) -> None:
        """Append the rows of these records to the columns of every table."""
        batch = Batch.of([record.document for record in records])
        removed = index_removed(records)
        channels = read_texts(batch, "channel")
        urls = read_texts(batch, "urls")
        words = read_texts(batch, "triggerWords")
        sources, has_script = read_has_script(batch, removed)
        ids = read_field(batch, "_id", "text")
        columns: Columns = {
            column.name: read_field(batch, column.source, column.kind) for column in _SIMPLE
        }
        columns |= {
            "integration_id": ids,
            "direction": _read_direction(batch),
            "has_script": has_script,
            "channel_count": count(channels),
            "url_count": count(urls),
            "trigger_word_count": count(words),
            "detail": [record.detail for record in records],
            **_read_creator(batch),
            **_read_token(len(records), removed),
        }
        scripts, without_row = flatten_scripts(batch, columns, sources, removed)
        columns["malformed_fields"] = _list_malformed(batch)
        columns["extra"] = gather_extra(batch, without_row)
        self._accounts.add(columns)
        self._extend("integrations", columns)
        self._extend("channels", flatten_channels(ids, channels))
        self._extend("urls", flatten_urls(ids, urls, removed))
        self._extend("trigger_words", flatten_trigger_words(ids, words))
        self._extend("scripts", scripts)
        self._extend("script_secrets", flatten_script_secrets(ids, records))

    def count_accounts(self) -> None:
        """Make the table of creators of all rows so far."""
        self.tables["creators"] = self._accounts.columns()

    def _extend(self, table: str, columns: Columns) -> None:
        for name, values in columns.items():
            self.tables[table][name].extend(values)


def _read_direction(batch: Batch) -> list[str | None]:
    types = read_field(batch, "type", "category")
    directions = [_DIRECTIONS.get(name) for name in types]
    if None in directions:
        for row, direction in enumerate(directions):
            if direction is None:
                batch.malformed.setdefault(row, {}).setdefault("type", types[row])
    return directions


def _read_creator(batch: Batch) -> Columns:
    creators = read_field(batch, "_createdBy", "object")
    return {
        "creator_id": read_members(batch, creators, "_createdBy", "_id"),
        "creator_username": read_members(batch, creators, "_createdBy", "username"),
    }


def _read_token(length: int, removed: RemovedIndex) -> Columns:
    tokens = [removed.tokens.get(row) for row in range(length)]
    return {
        "token_fingerprint": [token and token.fingerprint for token in tokens],
        "token_length": [token and token.length for token in tokens],
    }


def _list_malformed(batch: Batch) -> list[str]:
    names = ["[]"] * len(batch)
    for row, fields in batch.malformed.items():
        names[row] = json.dumps(sorted(fields))
    return names
