"""Script has a credential in it.

What it does
    Flags scripts, on or off, that held a token of a well-known vendor, a private key, the value
    of an authorization header, a web address with a credential in it, the integration's own
    token, or a literal that is no plain word and is given to (or compared with) a name that
    speaks of a secret. Templates such as ${TOKEN}, stand-ins such as xxxx, and identifiers
    without such a name are not flagged. The value was removed before the snapshot was kept.

Why it matters
    Whoever may see integrations, an export or a backup can read it, and it is in the history of
    every copy of the script.

How to fix it
    Revoke the credential first: it has been readable. Let the receiver check the integration's
    own token, or put a small service between, which holds the credential. Where neither is
    possible, give the script a credential that can do that one thing only.
"""

import re

import pandas as pd

from rcaudit.checks.finding import check, found, told
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames

_HARMLESS = frozenset(
    {
        *("random", "stand_in", "assigned:word", "header_value:word", "uuid", "hex", "fragment"),
        *("query:value", "query:uuid", "query:hex", "path:uuid", "path:hex"),
    }
)
_NAMES = {
    "assigned": "a literal given to a name that speaks of a secret",
    "header_value": "the value of an authorization header",
    "own_token": "the integration's own token",
    "path:token": "a secret path in a web address",
    "query:token": "a secret in the query of a web address",
    "userinfo": "a user name or password in a web address",
}
_REMOVED = re.compile(r"REDACTED(?:-[0-9a-f]*)?\**|\*+")


@check(Severity.HIGH, "fingerprints", "script_text")
def hardcoded_secret(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select what scripts lost in redaction, but for harmless values."""
    secrets = frames.script_secrets
    kinds = secrets["secret_kind"].astype("string[python]")
    rows = secrets[~kinds.isin(list(_HARMLESS))].sort_values(["integration_id", "line", "column"])
    kinds = kinds.reindex(rows.index)
    words = told(kinds, _NAMES).fillna(kinds.str.replace("_", " "))
    return found(
        rows,
        "Its script holds a credential (" + words + ").",
        resource="script",
        # The line's text without the secret stays when lines are added above, when the secret is
        # rotated, and on another machine, whose fingerprints differ.
        key=kinds + " " + pd.Series(_lines(rows, frames), index=rows.index, dtype=object),
        line=rows["line"],
        column=rows["column"],
    )


def _lines(rows: pd.DataFrame, frames: Frames) -> list[str]:
    scripts = frames.scripts.drop_duplicates("integration_id").set_index("integration_id")
    sources = scripts["script_source"].reindex(rows["integration_id"].unique())
    lines = {key: source.split("\n") for key, source in sources.dropna().items()}
    return [
        _REMOVED.sub("*", "".join(lines[key][line - 1].split()))
        for key, line in zip(rows["integration_id"], rows["line"], strict=True)
    ]
