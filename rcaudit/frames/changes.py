"""Added, removed, changed: what two snapshots of one workspace differ in, field by field."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from rcaudit.errors import ConfigError
from rcaudit.frames.absence import is_absent
from rcaudit.frames.arrays import make_frame, plain_values
from rcaudit.frames.comparison import Shared, compare, list_entries
from rcaudit.frames.diff import Diff
from rcaudit.frames.schema import CHANGES, INTEGRATIONS
from rcaudit.frames.terms import Terms, find_notes
from rcaudit.snapshot.snapshot import Snapshot, shown


class _Row(NamedTuple):
    """A row of `changes`, without what the integration's own row says."""

    integration_id: str
    change: str
    table: str
    field: str | None = None
    old: str | None = None
    new: str | None = None


def diff_snapshots(old: Snapshot, new: Snapshot) -> Diff:
    """Compare two snapshots of one workspace.

    An integration that one snapshot lacks counts as removed, or added, only where that snapshot
    would have shown it. Tokens and other secrets are compared by their fingerprints. How a document
    was got (`detail`) is no difference.

    Args:
        old: The older one. The order is kept as it is given, and a note says so if it is wrong.
        new: The newer one.

    Raises:
        ConfigError: They are of different workspaces.
        SnapshotError: The file of one is damaged.
    """
    if old.manifest.workspace != new.manifest.workspace:
        raise ConfigError(
            f"The snapshots are of different workspaces, {shown(old.manifest.workspace)} and "
            f"{shown(new.manifest.workspace)}: name two of the same."
        )
    terms = Terms.of(old.manifest, new.manifest)
    before, after, unidentified = _identified(old.frames.integrations, new.frames.integrations)
    is_kept = before["integration_id"].isin(after["integration_id"])
    shared = Shared.of(_ids(before[is_kept]), old.frames, new.frames)
    gone = before[~is_kept]
    come = after[~after["integration_id"].isin(before["integration_id"])]
    is_removed, is_added = is_absent(gone, new.manifest), is_absent(come, old.manifest)
    rows = [
        *_whole_rows("added", come[is_added]),
        *_whole_rows("removed", gone[is_removed]),
        *_whole_rows("unseen", gone[~is_removed]),
        *_whole_rows("first_seen", come[~is_added]),
    ]
    rows += [
        _Row(key, "added", table, field, new=value)
        for key, table, field, value in list_entries(new.frames, _ids(come[is_added]))
    ]
    rows += [
        _Row(key, "removed", table, field, old=value)
        for key, table, field, value in list_entries(old.frames, _ids(gone[is_removed]))
    ]
    rows += [
        _Row(found.integration_id, "changed", found.table, found.field, found.old, found.new)
        for found in compare(shared, old.frames, new.frames, terms)
    ]
    return Diff(
        changes=_make_changes(rows, pd.concat([after, gone]), new.manifest.workspace),
        added=come[is_added].reset_index(drop=True),
        removed=gone[is_removed].reset_index(drop=True),
        notes=(
            *find_notes(old.manifest, new.manifest, terms),
            *_count_notes(unidentified, shared.thin_count),
        ),
        old=old.manifest,
        new=new.manifest,
    )


def _identified(old: pd.DataFrame, new: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return the rows that have an id of their own in both, and how many have not."""
    columns = [rows["integration_id"] for rows in (old, new)]
    doubtful = pd.concat([ids[ids.isna() | ids.duplicated()] for ids in columns])
    is_out, is_out_now = (ids.isin(doubtful) | ids.isna() for ids in columns)
    return old[~is_out], new[~is_out_now], int(is_out.sum() + is_out_now.sum())


def _whole_rows(change: str, rows: pd.DataFrame) -> Iterator[_Row]:
    return (_Row(key, change, INTEGRATIONS.name) for key in _ids(rows))


def _ids(rows: pd.DataFrame) -> list[str]:
    return rows["integration_id"].tolist()


def _count_notes(unidentified: int, thin: int) -> Iterator[str]:
    if unidentified:
        yield f"Documents without an id of their own are not compared: {unidentified} of them."
    if thin:
        yield (
            "Fields that the server's list does not give are not compared where one of the "
            f"snapshots has the list's document only: {thin} of the integrations."
        )


def _make_changes(rows: Iterable[_Row], integrations: pd.DataFrame, workspace: str) -> pd.DataFrame:
    rows = sorted(rows, key=_order)
    facts = integrations.set_index("integration_id")[["name", "direction", "updated_at"]]
    facts = facts.reindex([row.integration_id for row in rows])
    columns: dict[str, list[Any]] = {
        name: [getattr(row, name) for row in rows] for name in _Row._fields
    }
    columns["integration_name"] = plain_values(facts["name"]).tolist()
    columns["direction"] = plain_values(facts["direction"]).tolist()
    columns["updated_at"] = plain_values(facts["updated_at"]).tolist()
    return make_frame(CHANGES, columns, workspace)


def _order(row: _Row) -> tuple[object, ...]:
    return (row.integration_id, row.table, *((text is None, text or "") for text in row[3:]))
