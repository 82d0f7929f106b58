"""Documents made flat: the server's field names stop here."""

import json
from collections.abc import Sequence

import pandas as pd

from rcaudit.frames.arrays import GrowingTable, make_frame
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
from rcaudit.frames.schema import (
    CHANNELS,
    CREATORS,
    INTEGRATIONS,
    SCRIPT_SECRETS,
    SCRIPTS,
    TRIGGER_WORDS,
    URLS,
)
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
    """Tables that grow by some records at a time, so that documents need not stay in memory."""

    def __init__(self) -> None:
        self._accounts = AccountCounter()
        self._tables = {
            table.name: GrowingTable(table)
            for table in (INTEGRATIONS, CHANNELS, URLS, TRIGGER_WORDS, SCRIPTS, SCRIPT_SECRETS)
        }

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
        self._tables["integrations"].extend(columns)
        self._tables["channels"].extend(flatten_channels(ids, channels))
        self._tables["urls"].extend(flatten_urls(ids, urls, removed))
        self._tables["trigger_words"].extend(flatten_trigger_words(ids, words))
        self._tables["scripts"].extend(scripts)
        self._tables["script_secrets"].extend(flatten_script_secrets(ids, records))

    def to_frames(self, workspace: str) -> dict[str, pd.DataFrame]:
        """Return every table's DataFrame; nothing can be added any more.

        Args:
            workspace: What the column `workspace` says.
        """
        frames = {name: table.to_frame(workspace) for name, table in self._tables.items()}
        frames["creators"] = make_frame(
            CREATORS, self._accounts.columns(frames["integrations"]), workspace
        )
        return frames


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
    if not removed.tokens:
        return {name: [None] * length for name in ("token_fingerprint", "token_length")}
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
