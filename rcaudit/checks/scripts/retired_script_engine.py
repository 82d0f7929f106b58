"""Script is meant for an engine that the server no longer has.

What it does
    Flags integrations, switched on, whose script is switched on and set to the engine vm2, or to
    none, which meant vm2. Rocket.Chat 7.0 removed that engine (RocketChat/Rocket.Chat #32980).
    Servers before 7.0 are not judged.

Why it matters
    Such a script does not run as it did. What vm2 gave it (HTTP, moment, underscore, the models
    of the server) is gone.

How to fix it
    Rewrite what needs vm2 for isolated-vm (serverFetch instead of HTTP), choose that engine, and
    save the integration.
"""

import pandas as pd

from rcaudit.checks.finding import check, found, is_false, is_true
from rcaudit.checks.lacks import major_version
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames

_REMOVED_IN = 7


@check(Severity.MEDIUM, "server_version")
def retired_script_engine(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select scripts that are on and for vm2."""
    scripts = frames.scripts
    if (major_version(frames) or 0) < _REMOVED_IN:
        scripts = scripts.iloc[:0]
    is_on = is_true(scripts["is_script_enabled"]) & ~is_false(scripts["is_integration_enabled"])
    engines = scripts["script_engine"].astype("string[python]")
    is_retired = engines.isna() | engines.isin(["", "vm2"])
    rows = scripts[is_on & is_retired & (scripts["script_size"] > 0)]
    engine = engines.reindex(rows.index).fillna("")
    named = ("names the engine " + engine).where(engine != "", "names no engine, which means vm2")
    version = frames.manifest.server_version or ""
    message = "Its script " + named + "; Rocket.Chat " + version + " runs isolated-vm only."
    return found(rows, message, resource="script")
