"""Script was accepted when it was saved, and cannot be loaded.

What it does
    Flags scripts, switched on, which the server compiled without an error and which V8 does not
    compile within the code that the server puts around them: a top-level `return`, a name `Store`
    at the top level, `export`, and whatever else is no JavaScript as written. Where the server
    noticed, uncompiled_script says so.

Why it matters
    The script does nothing at all, whatever comes in, and the form that it was saved in showed no
    error.

How to fix it
    Correct the line that the finding names, and save the integration.
"""

import pandas as pd

from rcaudit.checks.finding import check, is_true
from rcaudit.checks.script_hits import active_hits, found_hits
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.HIGH, "script_text")
def unloadable_script(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select what keeps scripts from loading that the server compiled."""
    hits = active_hits(frames)
    hits = hits[(hits["effect"] == "does_not_compile") & is_true(hits["is_script_compiled"])]
    return found_hits(hits, "The server cannot load the script.")
