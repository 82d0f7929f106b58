"""The lists of a document, one row an entry: channels, addresses, trigger words."""

from itertools import chain, repeat
from typing import Any

from rcaudit.frames.addresses import parse_address
from rcaudit.frames.removed import RemovedIndex
from rcaudit.frames.values import Columns, Documents, Malformed, read_field

Lists = list[list[str] | None]

_WORDS_FOR_ALL = frozenset({"all_public_channels", "all_private_groups", "all_direct_messages"})
_SCOPES_BY_SIGN = {"#": "room", "@": "user"}


def read_texts(documents: Documents, field: str, malformed: Malformed) -> Lists:
    """Return a field that is a list of texts; an entry that is no text becomes an empty one."""
    lists = read_field(documents, field, "list", malformed)
    if set(map(type, chain.from_iterable(filter(None, lists)))) <= {str}:
        return lists
    for row, entries in enumerate(lists):
        if entries and not all(isinstance(entry, str) for entry in entries):
            malformed.setdefault(row, {})[field] = entries
            lists[row] = [entry if isinstance(entry, str) else "" for entry in entries]
    return lists


def count(lists: Lists) -> list[int | None]:
    """Return the lengths of the lists, None for a list that is missing."""
    return [None if entries is None else len(entries) for entries in lists]


def flatten_channels(ids: list[str], lists: Lists) -> Columns:
    """Return the columns of `channels` but for the workspace."""
    rows, channels = _explode(ids, lists)
    return rows | {"channel": channels, "channel_scope": [_scope(name) for name in channels]}


def flatten_trigger_words(ids: list[str], lists: Lists) -> Columns:
    """Return the columns of `trigger_words` but for the workspace."""
    rows, words = _explode(ids, lists)
    return rows | {"trigger_word": words}


def flatten_urls(ids: list[str], lists: Lists, removed: RemovedIndex) -> Columns:
    """Return the columns of `urls` but for the workspace."""
    rows, urls = _explode(ids, lists)
    addresses = [parse_address(url) for url in urls]
    return rows | {
        "url": urls,
        "url_scheme": [address.scheme for address in addresses],
        "url_host": [address.host for address in addresses],
        "url_port": [address.port for address in addresses],
        "url_host_kind": [address.host_kind for address in addresses],
        "url_secret_kinds": [
            removed.url_kinds(row, position)
            for row, entries in enumerate(lists)
            if entries
            for position in range(len(entries))
        ],
    }


def _explode(ids: list[str], lists: Lists) -> tuple[Columns, list[Any]]:
    lengths = [len(entries) if entries else 0 for entries in lists]
    rows: Columns = {
        "integration_id": list(chain.from_iterable(map(repeat, ids, lengths))),
        "position": list(chain.from_iterable(map(range, lengths))),
    }
    return rows, list(chain.from_iterable(filter(None, lists)))


def _scope(channel: str) -> str:
    if channel in _WORDS_FOR_ALL:
        return channel
    return _SCOPES_BY_SIGN.get(channel[:1], "other")
