"""Script has nothing that the server would call.

What it does
    Flags integrations, switched on, whose script is on and compiled, and which has no `Script`
    at all, or none of the methods that the server calls: process_incoming_request for incoming
    integrations, prepare_outgoing_request or process_outgoing_response for outgoing ones. What
    stands in comments does not count.

Why it matters
    The script does nothing, or the server fails to load it at each call. Whoever wrote it
    believes that it filters or checks something.

How to fix it
    Name the method as the server expects it, or switch the script off.
"""

import re

import pandas as pd

from rcaudit.checks.finding import check, found, is_false, is_true
from rcaudit.checks.script_code import without_comments
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames

_CLASS = re.compile(r"\b(?:class|function)\s+Script\b|\bScript\s*=(?!=)")
_INCOMING = ("process_incoming_request",)
_OUTGOING = ("prepare_outgoing_request", "process_outgoing_response")
_HANDLERS = {"incoming": _INCOMING, "outgoing": _OUTGOING}


@check(Severity.MEDIUM, "script_text")
def script_without_handler(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select scripts that are on, compiled, and have no class or no method for the server."""
    scripts = frames.scripts
    is_on = is_true(scripts["is_script_enabled"]) & ~is_false(scripts["is_integration_enabled"])
    is_compiled = is_true(scripts["is_script_compiled"])
    judged = scripts[is_on & is_compiled & scripts["script_sha256"].notna()]
    texts = judged.drop_duplicates(["script_sha256", "direction"])
    lacks = {
        (key, direction): _lack(source, direction)
        for key, direction, source in zip(
            texts["script_sha256"],
            texts["direction"].astype(object).fillna(""),
            texts["script_source"],
            strict=True,
        )
    }
    keys = zip(judged["script_sha256"], judged["direction"].astype(object).fillna(""), strict=True)
    lack = pd.Series([lacks[key] for key in keys], index=judged.index, dtype=object)
    rows = judged[lack != ""]
    return found(rows, "Its script has no " + lack[lack != ""] + ".", resource="script")


def _lack(source: str, direction: str) -> str:
    handlers = _HANDLERS.get(direction, _INCOMING + _OUTGOING)
    code = without_comments(source)
    if not _CLASS.search(code):
        return "class Script"
    return "" if any(name in code for name in handlers) else " or ".join(handlers)
