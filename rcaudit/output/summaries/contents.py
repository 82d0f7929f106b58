"""What a snapshot holds, how complete it is, and which questions it raises."""

import pandas as pd

from rcaudit.frames.frames import Frames
from rcaudit.output.summaries.accounts import list_ownerless
from rcaudit.output.summaries.columns import is_true, number
from rcaudit.output.summaries.engines import list_old_engines, list_uncompiled_scripts
from rcaudit.output.summaries.states import list_long_disabled
from rcaudit.output.summaries.summary import Summary
from rcaudit.output.summaries.triggers import list_risky_destinations, list_wide_views
from rcaudit.output.tally import as_text
from rcaudit.snapshot.manifest import Manifest

_REACHES = {
    "all": "all",
    "own": "only those that the account created",
    "none": "none",
    "unknown": "unknown: the server did not tell",
}
_QUESTIONS = (
    ("run on vm2, or name no engine", "script_engines", list_old_engines),
    ("have a script that does not compile", "script_engines", list_uncompiled_scripts),
    ("have been disabled for over a year", "enabled_status", list_long_disabled),
    ("have no known creator", "creators", list_ownerless),
    ("see more than the channels that they name", "trigger_events", list_wide_views),
    ("send in cleartext, or to an internal host", "trigger_events", list_risky_destinations),
)


def count_integrations(frames: Frames) -> Summary:
    """Count the integrations by direction.

    Returns:
        Index `direction` (`incoming`, `outgoing`, and `(none)` where there are such; `all` comes
        last), columns `enabled`, `disabled`, `with_active_script` and `total`.
    """
    integrations = frames.integrations
    enabled = is_true(integrations["is_enabled"])
    facts = pd.DataFrame(
        {
            "direction": as_text(integrations["direction"]),
            "enabled": enabled,
            "disabled": ~enabled,
            "with_active_script": is_true(integrations["is_script_enabled"]),
            "total": True,
        }
    )
    counts = facts.groupby("direction").sum().astype("int64")
    known = ["incoming", "outgoing"]
    counts = counts.reindex([*known, *counts.index.difference(known)], fill_value=0)
    counts.loc["all"] = counts.sum()
    return Summary(counts.rename_axis("direction"))


def list_completeness(frames: Frames) -> Summary:
    """List what the snapshot's manifest says of its completeness: columns `what` and `answer`."""
    manifest = frames.manifest
    answers = {
        "complete": "yes, as far as the server tells" if manifest.is_complete else "no",
        "incoming integrations that the account sees": _REACHES[manifest.visibility.incoming_reach],
        "outgoing integrations that the account sees": _REACHES[manifest.visibility.outgoing_reach],
        "integrations in the snapshot": f"{manifest.counts.kept:,}",
        "integrations that the server counts": _count_of_the_server(manifest),
        "texts of scripts": "kept" if manifest.has_scripts else "left out",
    }
    rows = [*answers.items(), *(("missing", gap.message) for gap in manifest.gaps)]
    return number(pd.DataFrame(rows, columns=["what", "answer"]))


def list_questions(frames: Frames) -> Summary:
    """List what deserves a look: columns `integrations` (how many), `which` and `notebook`."""
    rows = [
        (find(frames)["integration_id"].nunique(), which, notebook)
        for which, notebook, find in _QUESTIONS
    ]
    return number(pd.DataFrame(rows, columns=["integrations", "which", "notebook"]))


def _count_of_the_server(manifest: Manifest) -> str:
    total = manifest.visibility.total
    return "unknown: needs the permission view-statistics" if total is None else f"{total:,}"
