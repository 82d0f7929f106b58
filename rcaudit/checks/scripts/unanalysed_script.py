"""Script could not be analysed.

What it does
    Flags scripts, switched on, that are too large or too deeply nested to be analysed (a million
    characters, hundreds of brackets inside each other, a second of parsing), so that the
    checks of what a script does say nothing about them.

Why it matters
    Whether such a script survives an upgrade is not known. No finding does not mean that all is
    well.

How to fix it
    Try the integration on a test server of the new version. Data that stands in a script belongs
    somewhere else.
"""

import pandas as pd

from rcaudit.checks.finding import check, found, is_false, is_true
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.LOW, "script_text")
def unanalysed_script(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select scripts that are on, have a text, and got no verdict."""
    scripts = frames.scripts
    is_on = is_true(scripts["is_script_enabled"]) & ~is_false(scripts["is_integration_enabled"])
    is_blank = scripts["script_sha256"].isna()
    rows = scripts[is_on & ~is_blank & (scripts["readiness_9"] == "not_analysed")]
    reason = rows["readiness_9_reason"].str.removeprefix("Not analysed: ")
    return found(rows, "Its script could not be analysed: " + reason, resource="script")
