"""Script may break when it runs as written, as from Rocket.Chat 9.0 on.

What it does
    Flags each place in a script, switched on, that throws or gives another result once the script
    runs as it is written, but only where something else happens as well, which the text does not
    tell: another function ran first, a method is called without its object, an `eval` declares
    something. It is high where the script runs as written already.

Why it matters
    It works in the first test and fails later, on the messages that take the other way.

How to fix it
    Read the line and write what the finding says; it does no harm where nothing would break.
"""

import pandas as pd

from rcaudit.checks.finding import check
from rcaudit.checks.script_hits import active_hits, found_hits, worse_where_failing
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames

_MOMENTS = {
    "now": "The script may fail here now.",
    "next_save": "The script may break when it is saved next.",
    "on_9": "The script may break when it is saved on, or migrated to, 9.0.",
}


@check(Severity.MEDIUM, "script_text")
def script_may_break_on_9(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select the places that can throw when a script runs as written."""
    hits = active_hits(frames)
    hits = hits[hits["effect"] == "may_break"]
    when = hits["readiness_9_when"]
    severity = worse_where_failing(hits, when, Severity.HIGH, Severity.MEDIUM)
    # What a rule calls low stays so: its hits change a result at most, or are hardly ever reached.
    severity = severity.where(hits["severity"] != "low", Severity.LOW.value)
    return found_hits(hits, when.map(_MOMENTS), severity=severity)
