"""Script differs a little from another one.

What it does
    Flags integrations, on or off, whose script shares most of its statements with that of
    another integration (four fifths, `drifted_similarity`), but not all. Of such a group the
    version that most integrations have, or else the oldest, is taken for the original and is not
    flagged. White space, comments and removed credentials do not count.

Why it matters
    Copies that drift apart have corrections that the others lack: a fix, or a check of the
    caller, that was forgotten in one of them.

How to fix it
    Compare it with the original, bring both to the same text, and keep what must differ in one
    place at its top.
"""

from typing import Any

import numpy as np
import pandas as pd

from rcaudit.checks.finding import check, found
from rcaudit.checks.likeness import group_alike
from rcaudit.checks.script_code import coded_scripts
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.checks.wording import label
from rcaudit.frames.frames import Frames


@check(Severity.LOW, "script_text")
def drifted_copy(frames: Frames, thresholds: Thresholds) -> pd.DataFrame:
    """Select scripts that are nearly the same as a commoner or older one."""
    coded = coded_scripts(frames)
    versions = _versions(coded.rows, frames)
    statements = [coded.statements[version] for version in versions["version"]]
    alike = group_alike(statements, thresholds.drifted_similarity)
    # The versions are sorted, the commonest and oldest first: it is the first of its group.
    originals = versions.assign(original=versions["integration_id"].to_numpy()[alike])
    drifted = originals[np.arange(len(alike)) != alike]
    rows = coded.rows.merge(drifted[["version", "original"]], on="version")
    message = "Its script is nearly the same as that of " + label(rows["original"], frames) + "."
    return found(rows, message, resource="script")


def _versions(scripts: pd.DataFrame, frames: Frames) -> Any:
    created = frames.integrations.drop_duplicates("integration_id")
    dated = scripts.merge(created[["integration_id", "created_at"]], on="integration_id")
    dated = dated.sort_values(["created_at", "integration_id"], kind="stable")
    versions = dated.groupby("version", sort=False).agg(
        integration_id=("integration_id", "first"),
        created_at=("created_at", "first"),
        count=("version", "size"),
    )
    return versions.reset_index().sort_values(
        ["count", "created_at", "integration_id"], ascending=[False, True, True], kind="stable"
    )
