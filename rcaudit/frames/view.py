"""The tables of a snapshot for somebody who may change them."""

from functools import cached_property

import pandas as pd

from rcaudit.frames.frames import Frames


class FramesView(Frames):
    """The same tables, to be changed without a change to those they come from.

    Nothing is copied before it is changed (copy-on-write), and what has to be read is read once
    for both.

    Args:
        frames: Where the tables come from.
    """

    def __init__(self, frames: Frames) -> None:
        self.manifest = frames.manifest
        self._frames = frames
        self._tables: dict[str, pd.DataFrame] = {}

    @property
    def script_facts(self) -> pd.DataFrame:
        """The columns of `scripts` that are there without reading the texts."""
        return self._frames.script_facts

    @cached_property
    def accounts(self) -> pd.DataFrame | None:
        """One row per account that integrations name; None where they were not collected."""
        return _share(self._frames.accounts)

    @cached_property
    def activity(self) -> pd.DataFrame | None:
        """One row per call of an outgoing integration; None where they were not collected."""
        return _share(self._frames.activity)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by its name.

        Raises:
            SnapshotError: The snapshot's file is damaged.
            KeyError: There is no such table.
        """
        if name not in self._tables:
            self._tables[name] = self._frames.table(name).copy(deep=False)
        return self._tables[name]

    def __repr__(self) -> str:
        return repr(self._frames)


def _share(table: pd.DataFrame | None) -> pd.DataFrame | None:
    return None if table is None else table.copy(deep=False)
