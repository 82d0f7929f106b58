"""The lists of a document, one row an entry: channels, addresses, trigger words."""

from itertools import chain
from typing import Any

import numpy as np

from rcaudit.frames.addresses import parse_address
from rcaudit.frames.removed import RemovedIndex
from rcaudit.frames.values import Batch, Columns, read_field

Lists = list[list[str] | None]

_SCOPES_BY_SIGN = {"#": "room", "@": "user"}
_WORDS_FOR_ALL = {
    word: word for word in ("all_public_channels", "all_private_groups", "all_direct_messages")
}


def read_texts(batch: Batch, name: str) -> Lists:
    """Return a field that is a list of texts; an entry that is no text becomes an empty one."""
    lists = read_field(batch, name, "list")
    if set(map(type, chain.from_iterable(filter(None, lists)))) <= {str}:
        return lists
    for row, entries in enumerate(lists):
        if entries and not all(isinstance(entry, str) for entry in entries):
            batch.malformed.setdefault(row, {})[name] = entries
            lists[row] = [entry if isinstance(entry, str) else "" for entry in entries]
    return lists


def count(lists: Lists) -> list[int | None]:
    """Return the lengths of the lists, None for a list that is missing."""
    return [None if entries is None else len(entries) for entries in lists]


def flatten_channels(ids: list[str], lists: Lists) -> Columns:
    """Return the columns of `channels` but for the workspace."""
    rows, channels = _explode(ids, lists)
    scopes = [
        _SCOPES_BY_SIGN.get(channel[:1]) or _WORDS_FOR_ALL.get(channel, "other")
        for channel in channels
    ]
    return rows | {"channel": channels, "channel_scope": scopes}


def flatten_trigger_words(ids: list[str], lists: Lists) -> Columns:
    """Return the columns of `trigger_words` but for the workspace."""
    rows, words = _explode(ids, lists)
    return rows | {"trigger_word": words}


def flatten_urls(ids: list[str], lists: Lists, removed: RemovedIndex) -> Columns:
    """Return the columns of `urls` but for the workspace."""
    rows, urls = _explode(ids, lists)
    if not urls:
        return {}
    schemes, hosts, ports, host_kinds = zip(*map(parse_address, urls), strict=True)
    return rows | {
        "url": urls,
        "url_scheme": list(schemes),
        "url_host": list(hosts),
        "url_port": list(ports),
        "url_host_kind": list(host_kinds),
        "url_secret_kinds": _list_secret_kinds(lists, rows["position"], removed),
    }


def _list_secret_kinds(lists: Lists, positions: list[int], removed: RemovedIndex) -> list[str]:
    if not removed.urls:
        return ["[]"] * len(positions)
    lines = [row for row, entries in enumerate(lists) if entries for _ in entries]
    return list(map(removed.url_kinds, lines, positions))


def _explode(ids: list[str], lists: Lists) -> tuple[Columns, list[Any]]:
    lengths = np.fromiter((len(entries) if entries else 0 for entries in lists), np.int64)
    starts = np.repeat(lengths.cumsum() - lengths, lengths)
    rows: Columns = {
        "integration_id": np.repeat(np.array(ids, dtype=object), lengths).tolist(),
        "position": (np.arange(len(starts)) - starts).tolist(),
    }
    return rows, list(chain.from_iterable(filter(None, lists)))
