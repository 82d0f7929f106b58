"""The result of comparing two snapshots: what changed, and what could not be told."""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from rcaudit.frames.wording import Told, tell_changes
from rcaudit.snapshot.manifest import Manifest
from rcaudit.snapshot.snapshot import shown

_MOST_ROWS = 50
_LONGEST_SENTENCE = 1000
_ALWAYS_COUNTED = ("added", "removed", "changed")
_COUNTED_IF_ANY = ("unseen", "first_seen")
_COLUMNS = ("change", "integration", "what is known of it", "what changed")


@dataclass(frozen=True, eq=False, repr=False)
class Diff:
    """What changed between two snapshots of one workspace.

    Attributes:
        changes: One row per changed field, per integration that was added or removed, and per
            entry of a list that was; the columns are those of the schema.
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

    def in_words(self) -> list[Told]:
        """Say what became of each integration, a sentence for each change, sorted by id."""
        return tell_changes(self.changes, self.added, self.removed)

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
        caption = f"{self.workspace}, {self.new.taken_at:%Y-%m-%d %H:%M} UTC: {self.summary}"
        told = self.in_words()
        table = "".join(_html_rows(told)) if told else ""
        notes = "".join(f"<li>{_escape(note)}</li>" for note in self.notes)
        # MathJax, which JupyterLab runs over every output, passes over this class.
        parts = [
            '<div class="tex2jax_ignore mathjax_ignore">',
            f"<p>{_escape(caption)}</p>",
            f"<table>{table}</table>" if table else "",
            f"<ul>{notes}</ul>" if notes else "",
            "</div>",
        ]
        return "".join(parts)


def _html_rows(told: list[Told]) -> Iterator[str]:
    yield _html_row("th", _COLUMNS)
    words = (*_ALWAYS_COUNTED, *_COUNTED_IF_ANY)
    for one in sorted(told, key=lambda one: words.index(one.change))[:_MOST_ROWS]:
        word = one.change.replace("_", " ")
        name = f"{shown((one.name or '').strip() or '(no name)')} ({one.integration_id})"
        sentences = "<br>".join(map(_escape, one.sentences))
        yield _html_row("td", (*map(_escape, (word, name, one.facts)), sentences))
    rest = len(told) - _MOST_ROWS
    if rest > 0:
        yield _html_row("td", [f"and {rest:,} more"])


def _html_row(tag: str, cells: Iterable[str]) -> str:
    style = "text-align:left;vertical-align:top;overflow-wrap:break-word"
    row = "".join(f'<{tag} style="{style}">{cell}</{tag}>' for cell in cells)
    return f"<tr>{row}</tr>"


def _escape(text: str) -> str:
    return html.escape(shown(text, _LONGEST_SENTENCE))
