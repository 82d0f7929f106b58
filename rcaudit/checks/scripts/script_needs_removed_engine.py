"""Script uses what only the removed engine vm2 had.

What it does
    Flags scripts, switched on, that use a global name which went with the engine vm2 in
    Rocket.Chat 7.0 (RocketChat/Rocket.Chat #32980): `_`, `moment`, `HTTP`, the models of the
    server, or `s` as a function. Each name is reported once, where it comes first. It is critical
    where the script has lost them already: on 7.0 and later, or in the engine isolated-vm. That a
    script is merely set to vm2 is what retired_script_engine says.

Why it matters
    The line throws a ReferenceError when it is reached, and the message is posted as it came, or
    not at all.

How to fix it
    Replace the name as the finding says. Whatever a script asked of the server's models has to be
    asked of the REST API, with `serverFetch`.
"""

import pandas as pd

from rcaudit.checks.finding import check
from rcaudit.checks.script_hits import (
    active_hits,
    first_of_each_name,
    found_hits,
    worse_where_failing,
)
from rcaudit.checks.severity import Severity
from rcaudit.checks.sources import LOST_WITH_VM2
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.HIGH, "script_text")
def script_needs_removed_engine(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select the first use of each name that only vm2 had."""
    hits = active_hits(frames)
    hits = first_of_each_name(hits[hits["rule"].isin(LOST_WITH_VM2)])
    when = hits["readiness_7_when"].where(hits["readiness_7_when"] == "on_7", "now")
    severity = worse_where_failing(hits, when, Severity.CRITICAL, Severity.HIGH)
    moment = when.map(
        {"now": "The script fails here now.", "on_7": "The script breaks on 7.0 and later."}
    )
    return found_hits(hits, moment, severity=severity)
