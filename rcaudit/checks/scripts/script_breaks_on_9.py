"""Script breaks when it runs as written, as from Rocket.Chat 9.0 on.

What it does
    Flags each place in a script, switched on, that worked while the server had Babel translate
    scripts, and throws once the script runs as it is written: an assignment to a name that is
    declared nowhere, `this` in a plain function, a use above the definition, and the like. It is
    critical where that is so already: on 9.0, once the script was saved there, and on 8.4 to 8.x
    for scripts that skip Babel. `rcaudit scripts rules` lists the rules.

Why it matters
    The server accepts the script when it is saved. It fails when a message comes in, at the line
    in question, and often nothing is written to any log.

How to fix it
    Write what the finding says, before the upgrade: the corrected script runs on every version.
    `rcaudit scripts check` judges a corrected text without any server.
"""

import pandas as pd

from rcaudit.checks.finding import check
from rcaudit.checks.script_hits import active_hits, found_hits, worse_where_failing
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames

_MOMENTS = {
    "now": "The script fails here now.",
    "next_save": "The script breaks when it is saved next.",
    "on_9": "The script breaks when it is saved on, or migrated to, 9.0.",
}


@check(Severity.HIGH, "script_text")
def script_breaks_on_9(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select the places that throw when a script runs as written."""
    hits = active_hits(frames)
    hits = hits[hits["effect"] == "breaks"]
    when = hits["readiness_9_when"]
    severity = worse_where_failing(hits, when, Severity.CRITICAL, Severity.HIGH)
    return found_hits(hits, when.map(_MOMENTS), severity=severity)
