"""Script uses a name that nothing declares.

What it does
    Flags scripts, switched on, that read a name which neither the script declares nor the engine
    has, such as `require`, `fetch`, `setTimeout`, or a misspelt variable. Each name is reported
    once, where it comes first. Uses behind a `typeof` are not flagged.

Why it matters
    The line throws a ReferenceError when it is reached, in every version. Where nobody noticed
    yet, nothing has come in that takes this way.

How to fix it
    Declare the name or correct its spelling; for web requests there is `serverFetch`.
"""

import pandas as pd

from rcaudit.checks.finding import check
from rcaudit.checks.script_hits import active_hits, first_of_each_name, found_hits
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.MEDIUM, "script_text")
def script_unknown_global(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select the first use of each name that nothing declares."""
    hits = active_hits(frames)
    return found_hits(first_of_each_name(hits[hits["rule"] == "unknown_global"]))
