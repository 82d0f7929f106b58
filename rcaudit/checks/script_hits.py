"""Places in scripts that are on, as the checks of readiness report them."""

from typing import Any

import pandas as pd

from rcaudit.checks.finding import found, is_false, is_true
from rcaudit.checks.severity import Severity
from rcaudit.frames.frames import Frames

_FACTS = ("readiness_9_when", "readiness_7_when", "is_silent", "is_script_compiled")


def active_hits(frames: Frames) -> pd.DataFrame:
    """Return the hits in scripts that are on, of integrations that are not off.

    The facts of their scripts that decide how bad a hit is stand beside each: `readiness_9_when`,
    `readiness_7_when`, `is_silent` and `is_script_compiled`.
    """
    scripts = frames.scripts
    is_on = is_true(scripts["is_script_enabled"]) & ~is_false(scripts["is_integration_enabled"])
    known = scripts[is_on].drop_duplicates("integration_id").set_index("integration_id")
    hits = frames.script_hits
    hits = hits[hits["integration_id"].isin(known.index)]
    return hits.assign(
        **{name: hits["integration_id"].map(known[name].astype(object)) for name in _FACTS}
    )


def first_of_each_name(hits: pd.DataFrame) -> pd.DataFrame:
    """Return the first hit of each name in a script; its message says how many more there are."""
    groups = hits.groupby(["integration_id", "name"], sort=False, dropna=False)
    more = groups["line"].transform("size") - 1
    told = " (and " + more.astype(str) + " more of it)."
    message = hits["message"].where(more == 0, hits["message"].str.removesuffix(".") + told)
    return hits.assign(message=message)[groups.cumcount() == 0]


def found_hits(
    hits: pd.DataFrame, moment: "pd.Series[str] | str" = "", **columns: "pd.Series[str]"
) -> pd.DataFrame:
    """Return a finding for each hit: what is wrong, from when on, and what to write.

    Args:
        hits: Rows of `active_hits`.
        moment: A sentence on when it fails, for each row or for all; none where it is empty.
        **columns: More columns of findings.
    """
    # The line's text stays when lines are added above, which keeps a finding's id the same.
    key = hits["rule"].astype(str) + " " + hits["name"] + " " + hits["source_line"]
    message = hits["message"] + " " + moment
    return found(
        hits,
        message.str.strip() + " Fix: " + hits["fix"] + ".",
        resource="script",
        key=key,
        line=hits["line"],
        column=hits["column"],
        **columns,
    )


def worse_where_failing(
    hits: pd.DataFrame, when: "pd.Series[Any]", worse: Severity, usual: Severity
) -> "pd.Series[str]":
    """Return `worse` for hits of scripts that run, and fail, today; `usual` for the others."""
    is_failing = (when == "now") & ~is_true(hits["is_silent"])
    return is_failing.map({True: worse.value, False: usual.value})
