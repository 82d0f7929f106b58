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
from itertools import groupby
from operator import itemgetter

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
    """Return the line of each row, without the secret; rows are sorted by integration."""
    scripts = frames.scripts.dropna(subset="script_source")
    scripts = scripts.assign(integration_id=scripts["integration_id"].fillna(""))
    sources = scripts.drop_duplicates("integration_id").set_index("integration_id")["script_source"]
    places = zip(rows["integration_id"].fillna(""), rows["line"], strict=True)
    texts = []
    # One script at a time: all the lines of all scripts would be the scripts once more.
    for key, lines_of_one in groupby(places, itemgetter(0)):
        lines = sources[key].split("\n")
        for _, line in lines_of_one:
            # Of several documents with one id, or none, another one's script can be shorter.
            text = lines[line - 1] if line <= len(lines) else ""
            texts.append(_REMOVED.sub("*", "".join(text.split())))
    return texts
