"""On what terms two snapshots can be compared, and what has to be said of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from rcaudit.frames.absence import find_hiding_gaps
from rcaudit.snapshot.manifest import Manifest
from rcaudit.snapshot.redaction import MARK

_MARKS = re.compile(rf"{MARK}-[0-9a-f]{{1,16}}")
_TOKEN = frozenset({"token_fingerprint", "token_length"})
_SCRIPT_TEXT = frozenset({"script_sha256", "script_line_count", "is_compiled_as_written"})


@dataclass(frozen=True)
class Terms:
    """What two snapshots have in common.

    Attributes:
        has_same_key: Whether their fingerprints can be compared.
        has_lengths: Whether both know the lengths of tokens.
        has_same_rules: Whether both lost their secrets by the same rules.
        has_scripts: Whether both have the texts of scripts.
    """

    has_same_key: bool
    has_lengths: bool
    has_same_rules: bool
    has_scripts: bool

    @classmethod
    def of(cls, old: Manifest, new: Manifest) -> Self:
        """Read the terms from the manifests."""
        has_lengths = old.key_id is not None and new.key_id is not None
        return cls(
            has_same_key=has_lengths and old.key_id == new.key_id,
            has_lengths=has_lengths,
            has_same_rules=old.redaction_version == new.redaction_version,
            has_scripts=old.has_scripts and new.has_scripts,
        )

    @property
    def incomparable(self) -> frozenset[str]:
        """The columns that cannot be compared."""
        fields: frozenset[str] = frozenset()
        if not self.has_same_key:
            fields |= {"token_fingerprint"} if self.has_lengths else _TOKEN
        return fields if self.has_scripts else fields | _SCRIPT_TEXT

    def fold(self, text: str) -> str:
        """Return a text in the form in which both snapshots would have it."""
        return text if self.has_same_key or MARK not in text else _MARKS.sub(MARK, text)


def find_notes(old: Manifest, new: Manifest, terms: Terms) -> Iterator[str]:
    """Say, a sentence each, what makes a comparison less than it seems."""
    if old.taken_at > new.taken_at:
        yield "The first snapshot is the newer one: the changes are told backwards in time."
    for manifest, side, consequence in (
        (old, "older", "what it may have missed is told as first seen, not as added"),
        (new, "newer", "what it may have missed is told as unseen, not as removed"),
    ):
        for gap in find_hiding_gaps(manifest):
            yield f"The {side} snapshot is incomplete ({gap.message}): {consequence}."
    yield from _find_differing_terms(old, new, terms)
    if old.server_version != new.server_version:
        versions = f"{old.server_version or 'unknown'} and {new.server_version or 'unknown'}"
        yield (
            f"The snapshots are of Rocket.Chat {versions}: what the server changed by itself is "
            "told as changed too."
        )


def _find_differing_terms(old: Manifest, new: Manifest, terms: Terms) -> Iterator[str]:
    if not terms.has_lengths:
        yield "Tokens and other secrets are not compared: a snapshot has no fingerprints of them."
    elif not terms.has_same_key:
        yield (
            "Tokens and other secrets are not compared, only their lengths: their fingerprints "
            "were made with different keys."
        )
    if not terms.has_same_rules:
        yield (
            "Secrets were taken out by different rules (versions "
            f"{old.redaction_version} and {new.redaction_version}): the texts of integrations "
            "that nobody saved in between are not compared, and other texts that hold secrets may "
            "be told as changed without reason."
        )
    if old.tool_version != new.tool_version:
        yield (
            f"The snapshots were taken by rcaudit {old.tool_version} and {new.tool_version}: what "
            "these keep differently may be told as changed."
        )
    if not terms.has_scripts:
        yield (
            "The texts of scripts are not compared, only their sizes: a snapshot was taken "
            "without scripts."
        )
