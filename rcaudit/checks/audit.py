"""The result of an audit: what was found, where nobody could look, and what was muted."""

import html
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from rcaudit.checks.finding import Check
from rcaudit.checks.severity import Severity


@dataclass(frozen=True, eq=False, repr=False)
class Audit:
    """What the checks found in one snapshot.

    Attributes:
        findings: One row per finding, the worst first; the columns are those of the schema.
        skipped: One row per check that could not look: `check`, `reason`, `option` (what fills
            the gap) and `is_partial` (true where the check saw a part all the same).
        mutes: One row per mute: its fields, `position`, `finding_count` and `state`.
        checks: The checks that were asked for, skipped ones too.
        workspace: The workspace, as tables call it.
        taken_at: The moment that the findings are of.
    """

    findings: pd.DataFrame
    skipped: pd.DataFrame
    mutes: pd.DataFrame
    checks: tuple[Check, ...]
    workspace: str
    taken_at: datetime

    @property
    def judged(self) -> tuple[str, ...]:
        """The slugs of the checks that looked, at a part at least."""
        blind = set(self.skipped.loc[~self.skipped["is_partial"], "check"])
        return tuple(check.slug for check in self.checks if check.slug not in blind)

    def counts(self) -> dict[Severity, int]:
        """Count the findings that no mute covers, by severity, the worst first."""
        unmuted = self.findings.loc[~self.findings["is_muted"].astype(bool), "severity"]
        found = unmuted.value_counts()
        return {severity: int(found.get(severity.value, 0)) for severity in Severity}

    @property
    def muted_count(self) -> int:
        """How many findings a mute covers."""
        return int(self.findings["is_muted"].sum())

    @property
    def summary(self) -> str:
        """The counts in one line."""
        counts = ", ".join(f"{count} {severity.value}" for severity, count in self.counts().items())
        blind = len(self.checks) - len(self.judged)
        return f"{counts}; {self.muted_count} muted, {blind} of {len(self.checks)} checks skipped"

    def __repr__(self) -> str:
        return f"<Audit of {self.workspace} at {self.taken_at:%Y-%m-%d %H:%M} UTC: {self.summary}>"

    def _repr_html_(self) -> str:
        rows = [(severity.value, str(count)) for severity, count in self.counts().items()]
        rows.append(("muted", str(self.muted_count)))
        rows += [
            (f"skipped: {check}", reason)
            for check, reason in zip(self.skipped["check"], self.skipped["reason"], strict=True)
        ]
        cells = "".join(
            f"<tr><th style='text-align:left'>{html.escape(name)}</th>"
            f"<td style='text-align:left'>{html.escape(value)}</td></tr>"
            for name, value in rows
        )
        return f"<table><caption>{html.escape(self.workspace)}</caption>{cells}</table>"
