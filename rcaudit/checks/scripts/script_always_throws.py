"""Script has a line that throws in every version.

What it does
    Flags each place in a script, switched on, that throws whenever it is reached, before 9.0 as
    well: `text += …` where nothing declares `text`, an assignment to an undeclared name under the
    script's own `"use strict"`, and the like.

Why it matters
    The script does nothing from this line on. Where nobody noticed yet, nothing has come in that
    takes this way.

How to fix it
    Write what the finding says. No upgrade is the cause, and none will mend it.
"""

import pandas as pd

from rcaudit.checks.finding import check
from rcaudit.checks.script_hits import active_hits, found_hits
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.MEDIUM, "script_text")
def script_always_throws(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select the places that throw whatever the version."""
    hits = active_hits(frames)
    return found_hits(hits[hits["rule"] == "throws_already"])
