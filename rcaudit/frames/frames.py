"""The tables of a snapshot."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from operator import le
from typing import Any

import pandas as pd

from rcaudit.frames.collected import make_collected
from rcaudit.frames.flatten import Flattener
from rcaudit.frames.schema import ACCOUNTS, ACTIVITY, INNER_TABLES, READINESS, TABLES
from rcaudit.snapshot.snapshot import Record, Snapshot

_RECORDS_AT_A_TIME = 1000
_READ_APART = frozenset({"scripts", "script_hits"})


class Frames:
    """One tidy DataFrame for each kind of thing in a snapshot, made when first asked for.

    Columns and dtypes are those of `rcaudit.schema`, whatever the documents hold; rows are sorted
    by id. The tables belong to the caller: changing one changes it for this object only.

    Args:
        snapshot: Where the documents come from.
        accounts: Rows of `accounts`, keyed by column; None for the snapshot's own.
        activity: Rows of `activity`, keyed by column; None for the snapshot's own.

    Attributes:
        manifest: The snapshot's manifest: its `taken_at` is the tables' "now".
    """

    def __init__(
        self,
        snapshot: Snapshot,
        accounts: Iterable[Mapping[str, Any]] | None = None,
        activity: Iterable[Mapping[str, Any]] | None = None,
    ) -> None:
        self.manifest = snapshot.manifest
        self._snapshot = snapshot
        self._accounts = snapshot.accounts() if accounts is None else accounts
        self._activity = snapshot.activity() if activity is None else activity
        self._tables: dict[str, pd.DataFrame] = {}

    @property
    def integrations(self) -> pd.DataFrame:
        """One row per integration."""
        return self.table("integrations")

    @property
    def channels(self) -> pd.DataFrame:
        """One row per channel that an integration names."""
        return self.table("channels")

    @property
    def urls(self) -> pd.DataFrame:
        """One row per address that an outgoing integration calls."""
        return self.table("urls")

    @property
    def trigger_words(self) -> pd.DataFrame:
        """One row per trigger word of an outgoing integration."""
        return self.table("trigger_words")

    @property
    def scripts(self) -> pd.DataFrame:
        """One row per integration that has a script, or whose script is switched on.

        Asked for the first time, it reads every script: some milliseconds for each text.
        """
        return self.table("scripts")

    @property
    def script_facts(self) -> pd.DataFrame:
        """The columns of `scripts` that are there without reading the texts."""
        self.table("integrations")
        return self._tables["scripts"].drop(columns=[column.name for column in READINESS])

    @property
    def script_hits(self) -> pd.DataFrame:
        """One row per place in a script that a rule objects to."""
        return self.table("script_hits")

    @property
    def creators(self) -> pd.DataFrame:
        """One row per account that created an integration or that one posts as."""
        return self.table("creators")

    @property
    def script_secrets(self) -> pd.DataFrame:
        """One row per credential that a script lost before it was kept."""
        return self.table("script_secrets")

    @cached_property
    def accounts(self) -> pd.DataFrame | None:
        """One row per account that integrations name; None where they were not collected."""
        if self._accounts is None:
            return None
        return make_collected(ACCOUNTS, self._accounts, self.manifest.workspace)

    @cached_property
    def activity(self) -> pd.DataFrame | None:
        """One row per call of an outgoing integration; None where they were not collected."""
        if self._activity is None:
            return None
        return make_collected(ACTIVITY, self._activity, self.manifest.workspace)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by its name.

        Raises:
            SnapshotError: The snapshot's file is damaged.
            KeyError: There is no such table.
        """
        if not self._tables:
            self._tables = _make_tables(self._snapshot)
        if name in _READ_APART and not self._tables.keys() >= _READ_APART:
            # The parser is loaded, and the scripts are read, for those only who ask for it.
            from rcaudit.frames.readiness import judge_scripts  # noqa: PLC0415 - see above

            self._tables |= judge_scripts(self._tables["scripts"], self.manifest)
        return self._tables[name]

    def __repr__(self) -> str:
        return f"<Frames of {self.manifest.workspace}: {len(self._snapshot)} integrations>"


def _make_tables(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    flattener = Flattener()
    for records in _in_batches(snapshot.records()):
        flattener.add(records)
    frames = flattener.to_frames(snapshot.manifest.workspace)
    if _is_in_order(frames["integrations"]["integration_id"]):
        return frames
    # Only a snapshot made in memory can hold its documents in another order than by id.
    schemas = {**TABLES, **INNER_TABLES}
    return {
        name: frame.sort_values(list(schemas[name].sort_by), kind="stable", ignore_index=True)
        for name, frame in frames.items()
    }


def _in_batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, _RECORDS_AT_A_TIME)):
        yield batch


def _is_in_order(ids: "pd.Series[str]") -> bool:
    texts = ids.to_numpy(dtype=object)
    return not ids.hasnans and all(map(le, texts, islice(texts, 1, None)))
