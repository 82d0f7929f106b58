"""The result of comparing two snapshots: what changed, and what could not be told."""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from rcaudit.snapshot.manifest import Manifest
from rcaudit.snapshot.snapshot import shown

_MOST_ROWS = 50
_LONGEST_VALUE = 100
_LONGEST_NOTE = 1000
_ALWAYS_COUNTED = ("added", "removed", "changed")
_COUNTED_IF_ANY = ("unseen", "first_seen")
_SHOWN_COLUMNS = ("change", "integration_name", "table", "field", "old", "new")


@dataclass(frozen=True, eq=False, repr=False)
class Diff:
    """What changed between two snapshots of one workspace.

    Attributes:
        changes: One row per changed field, per entry that was added to or removed from a list, and
            per integration that only one snapshot has; the columns are those of the schema.
        added: The rows of `integrations`, of the newer snapshot, that were not there before.
        removed: Those of the older snapshot that are there no more.
        notes: What could not be compared, and what may look like a change and be none; a sentence
            each.
        old: The manifest of the older snapshot.
        new: The manifest of the newer one.
    """

    changes: pd.DataFrame
    added: pd.DataFrame
    removed: pd.DataFrame
    notes: tuple[str, ...]
    old: Manifest
    new: Manifest

    @property
    def workspace(self) -> str:
        """The workspace, as tables call it."""
        return self.new.workspace

    @property
    def is_complete(self) -> bool:
        """Whether neither snapshot is known to miss anything."""
        return self.old.is_complete and self.new.is_complete

    def counts(self) -> dict[str, int]:
        """Count the integrations by what became of them: the words of the column `change`."""
        found = self.changes.drop_duplicates("integration_id")["change"].value_counts()
        words = (*_ALWAYS_COUNTED, *_COUNTED_IF_ANY)
        return {word: int(found.get(word, 0)) for word in words}

    @property
    def summary(self) -> str:
        """The counts in one line."""
        counts = ", ".join(
            f"{count} {word.replace('_', ' ')}"
            for word, count in self.counts().items()
            if count or word in _ALWAYS_COUNTED
        )
        return f"{counts} since {self.old.taken_at:%Y-%m-%d %H:%M} UTC"

    def __repr__(self) -> str:
        return (
            f"<Diff of {shown(self.workspace)} at {self.new.taken_at:%Y-%m-%d %H:%M} UTC: "
            f"{self.summary}>"
        )

    def _repr_html_(self) -> str:
        caption = f"{shown(self.workspace)}, {self.new.taken_at:%Y-%m-%d %H:%M} UTC: {self.summary}"
        table = "".join(_html_rows(self.changes)) if len(self.changes) else ""
        notes = "".join(f"<li>{_escape(note, _LONGEST_NOTE)}</li>" for note in self.notes)
        # MathJax, which JupyterLab runs over every output, passes over this class.
        parts = [
            "<div class='tex2jax_ignore mathjax_ignore'>",
            f"<p>{html.escape(caption)}</p>",
            f"<table>{table}</table>" if table else "",
            f"<ul>{notes}</ul>" if notes else "",
            "</div>",
        ]
        return "".join(parts)


def _html_rows(changes: pd.DataFrame) -> Iterator[str]:
    yield _html_row("th", (name.replace("_", " ") for name in _SHOWN_COLUMNS))
    rows = changes.head(_MOST_ROWS)[list(_SHOWN_COLUMNS)]
    for values in rows.itertuples(index=False, name=None):
        yield _html_row("td", (value if isinstance(value, str) else "" for value in values))
    rest = len(changes) - len(rows)
    if rest:
        yield _html_row("td", [f"and {rest:,} more"])


def _html_row(tag: str, texts: Iterable[str]) -> str:
    cells = (f"<{tag} style='text-align:left'>{_escape(text)}</{tag}>" for text in texts)
    return f"<tr>{''.join(cells)}</tr>"


def _escape(text: str, longest: int = _LONGEST_VALUE) -> str:
    return html.escape(shown(text, longest))
