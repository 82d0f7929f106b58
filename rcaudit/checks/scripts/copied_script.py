"""The same script stands in several integrations.

What it does
    Flags integrations, on or off, whose script another integration has too, white space,
    comments and removed credentials aside.

Why it matters
    A correction must be made in each of them, and one is easily forgotten.

How to fix it
    Where one integration would do, keep one. Else write down where the original is, and change
    all copies together.
"""

import pandas as pd

from rcaudit.checks.finding import check, found
from rcaudit.checks.script_code import coded_scripts
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.checks.wording import others
from rcaudit.frames.frames import Frames


@check(Severity.INFO, "script_text")
def copied_script(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select scripts whose compact code stands more than once."""
    scripts = coded_scripts(frames).rows
    rows = scripts[scripts["version"].duplicated(keep=False)]
    message = "Its script is also that of " + others(rows, "version", frames) + "."
    return found(rows, message, resource="script")
