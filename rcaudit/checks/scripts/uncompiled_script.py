"""Script is on and does not run, silently.

What it does
    Flags integrations, switched on, whose script is switched on as well, while the server could
    not compile it: it kept an error, or no compiled text.

Why it matters
    The server runs the compiled text. Without one, an incoming message is posted as it came or
    not at all, an outgoing one goes out unchanged, and no error is shown when that happens.

How to fix it
    Open the integration, correct what the error says, and save it. Or switch the script off if
    it is not needed.
"""

import re

import pandas as pd

from rcaudit.checks.finding import check, found, is_false, is_true
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames

_AROUND = re.compile(r"^unknown: |[\s.]*(?:\(\d+:\d+\))?\s*$")


@check(Severity.HIGH)
def uncompiled_script(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select scripts that are on and have an error or no compiled text."""
    scripts = frames.scripts
    is_on = is_true(scripts["is_script_enabled"]) & ~is_false(scripts["is_integration_enabled"])
    rows = scripts[is_on & is_false(scripts["is_script_compiled"])]
    error = rows["script_error_message"].fillna(rows["script_error_name"])
    # Babel begins with the file's name, which it does not know, and ends with the place, as in
    # (12:5), whose columns count from 0.
    reason = ": " + error.str.split("\n").str[0].str.replace(_AROUND, "", regex=True)
    place = error.str.extract(r"\((?P<line>\d{1,6}):(?P<column>\d{1,6})\)").astype("Int64")
    return found(
        rows,
        "The server could not compile its script" + reason.fillna("") + ".",
        resource="script",
        line=place["line"],
        column=place["column"] + 1,
    )
