"""Integration has a script that is switched off.

What it does
    Flags integrations, on or off, that have a script which is switched off.

Why it matters
    Nobody keeps such a script up to date, and one click runs it again, with whatever it held
    when it was switched off.

How to fix it
    Delete the script's text, or keep it where your other source code is.
"""

import pandas as pd

from rcaudit.checks.finding import check, found, is_true
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.INFO)
def idle_script(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select scripts that are there but not on."""
    scripts = frames.scripts
    rows = scripts[~is_true(scripts["is_script_enabled"]) & (scripts["script_size"] > 0)]
    size = rows["script_size"].astype(str)
    message = "It has a script of " + size + " characters that is switched off."
    return found(rows, message, resource="script")
