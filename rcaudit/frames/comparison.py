"""Two snapshots' tables against each other: fields, and the entries of lists."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
import pandas as pd

from rcaudit.frames.frames import Frames
from rcaudit.frames.schema import (
    CHANNELS,
    INTEGRATIONS,
    READINESS,
    SCRIPTS,
    TRIGGER_WORDS,
    URLS,
    Column,
    Table,
)
from rcaudit.frames.terms import Terms
from rcaudit.snapshot.manifest import format_time

_LISTS = (
    (CHANNELS, "channel", "channel_count"),
    (URLS, "url", "url_count"),
    (TRIGGER_WORDS, "trigger_word", "trigger_word_count"),
)
# How a document was got is no part of it, and the others repeat what another column or table says.
_NOT_COMPARED = frozenset(
    {
        *("workspace", "integration_id", "detail", "malformed_fields", "has_script"),
        *(count for _, _, count in _LISTS),
        *("is_integration_enabled", "script_error_stack", "script_source"),
    }
)
_FIELDS: dict[Table, tuple[Column, ...]] = {
    INTEGRATIONS: INTEGRATIONS.columns,
    SCRIPTS: tuple(
        column
        for column in SCRIPTS.columns
        if column not in READINESS
        and column.name not in {shared.name for shared in INTEGRATIONS.columns}
    ),
}
_NEVER_REDACTED = frozenset({"token_fingerprint", "poster_id"})


class Difference(NamedTuple):
    """A field in which an integration differs, or an entry that only one snapshot has."""

    integration_id: str
    table: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Shared:
    """The integrations that two snapshots both have, in the same order.

    Attributes:
        is_old_thin: Whether the older document is the list's, and the newer one is not.
        is_new_thin: The other way round.
        is_unsaved: Whether both were last saved at the same moment.
    """

    ids: list[str]
    old: dict[Table, pd.DataFrame]
    new: dict[Table, pd.DataFrame]
    is_old_thin: Any
    is_new_thin: Any
    is_unsaved: Any

    @classmethod
    def of(cls, ids: list[str], old: Frames, new: Frames) -> Self:
        """Take the rows of these integrations, each of which both have once."""
        before, after = _rows(old, ids), _rows(new, ids)
        is_listed, is_listed_now = (
            (rows[INTEGRATIONS]["detail"] == "list").to_numpy(dtype=bool)
            for rows in (before, after)
        )
        saved, saved_now = (_plain(rows[INTEGRATIONS]["updated_at"]) for rows in (before, after))
        return cls(
            ids,
            before,
            after,
            is_old_thin=is_listed & ~is_listed_now,
            is_new_thin=is_listed_now & ~is_listed,
            is_unsaved=(saved == saved_now) & (saved != None),  # noqa: E711 - numpy compares each
        )

    @property
    def thin_count(self) -> int:
        """How many were asked for by themselves for one of the two snapshots only."""
        return int((self.is_old_thin | self.is_new_thin).sum())


def compare(shared: Shared, old: Frames, new: Frames, terms: Terms) -> Iterator[Difference]:
    """Give each field in which an integration differs, and each entry that one of both has.

    A missing text and an empty one are the same, and so are lists in another order. A field that
    is missing where only the list gave the document is not compared.
    """
    for table, columns in _FIELDS.items():
        for column in columns:
            if column.name not in _NOT_COMPARED | terms.incomparable:
                yield from _compare_field(shared, table, column, terms)
    for table, field, count in _LISTS:
        ids = set(shared.ids) - set(_unlisted(shared, count, terms))
        before = _entries(old.table(table.name), field, ids, terms)
        after = _entries(new.table(table.name), field, ids, terms)
        for key in before.keys() - after.keys():
            yield Difference(key[0], table.name, field, before[key], None)
        for key in after.keys() - before.keys():
            yield Difference(key[0], table.name, field, None, after[key])


def list_entries(frames: Frames, ids: Collection[str]) -> Iterator[tuple[str, str, str, str]]:
    """Give id, table, field and value of each entry in the lists of these integrations."""
    for table, field, _ in _LISTS:
        rows = frames.table(table.name)
        rows = rows[rows["integration_id"].isin(ids)]
        for key, value in zip(rows["integration_id"].tolist(), rows[field].tolist(), strict=True):
            yield key, table.name, field, value


def _rows(frames: Frames, ids: list[str]) -> dict[Table, pd.DataFrame]:
    index = pd.Index(ids, dtype=object)
    tables = {INTEGRATIONS: frames.integrations, SCRIPTS: frames.script_facts}
    return {
        table: rows[rows["integration_id"].isin(index)].set_index("integration_id").reindex(index)
        for table, rows in tables.items()
    }


def _plain(column: "pd.Series[Any]") -> Any:
    array: Any = column.array
    values = array.to_numpy(dtype=object, copy=True, na_value=None)
    values[values == ""] = None
    return values


def _compare_field(
    shared: Shared, table: Table, column: Column, terms: Terms
) -> Iterator[Difference]:
    name = column.name
    old, new = _plain(shared.old[table][name]), _plain(shared.new[table][name])
    differs = old != new
    differs &= ~(shared.is_old_thin & _is_missing(shared.old, table, old))
    differs &= ~(shared.is_new_thin & _is_missing(shared.new, table, new))
    if column.kind == "text" and not terms.has_same_rules and name not in _NEVER_REDACTED:
        differs &= ~shared.is_unsaved
    # By the text: its hash tells two texts apart that only differ in how secrets were covered.
    seen = "script_source" if name == "script_sha256" else name
    olds, news = shared.old[table][seen].array, shared.new[table][seen].array
    for row in np.flatnonzero(differs):
        if not _are_alike(olds[row], news[row], terms):
            yield Difference(
                shared.ids[row], table.name, name, _as_text(old[row]), _as_text(new[row])
            )


def _is_missing(tables: dict[Table, pd.DataFrame], table: Table, values: Any) -> Any:
    is_missing = values == None  # noqa: E711 - numpy compares each
    if table is SCRIPTS:
        # What the server made of a script is told only where the script itself is.
        is_missing |= tables[SCRIPTS]["script_source"].isna().to_numpy()
    return is_missing


def _are_alike(old: Any, new: Any, terms: Terms) -> bool:
    return isinstance(old, str) and isinstance(new, str) and terms.fold(old) == terms.fold(new)


def _as_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, pd.Timestamp):
        return format_time(value)
    return None if value is None else str(value)


def _unlisted(shared: Shared, count: str, terms: Terms) -> Iterator[str]:
    """Give the ids of integrations whose list cannot be compared."""
    old, new = (rows[INTEGRATIONS][count].isna().to_numpy() for rows in (shared.old, shared.new))
    is_out = (shared.is_old_thin & old) | (shared.is_new_thin & new)
    if not terms.has_same_rules:
        is_out |= shared.is_unsaved
    return (shared.ids[row] for row in np.flatnonzero(is_out))


def _entries(
    rows: pd.DataFrame, field: str, ids: Collection[str], terms: Terms
) -> dict[tuple[str, str, int], str]:
    """Return the entries by integration, comparable form, and how often they came before."""
    entries = {}
    seen: Counter[tuple[str, str]] = Counter()
    for key, value in zip(rows["integration_id"].tolist(), rows[field].tolist(), strict=True):
        if key in ids:
            place = key, terms.fold(value)
            entries[*place, seen[place]] = value
            seen[place] += 1
    return entries
