"""Webhook address carries a credential.

What it does
    Flags outgoing integrations with an address that held a user name or password, a query value
    that is named like a secret or looks random, a random path segment, or a token of a
    well-known vendor. UUIDs and hexadecimal numbers (commit ids) count only where the query
    names them as a secret. The value itself was removed before the snapshot was kept.

Why it matters
    Whoever may read the integration, a log of a proxy, or a backup has the credential, and
    nobody notices its use. The address of a chat or automation service often is all that is
    needed to post there.

How to fix it
    Let the receiver check the token that the integration sends with each call, and rotate the
    credential that stood in the address. Where the receiver knows no other way, restrict who may
    manage integrations, rotate the address regularly, and mute the finding with that reason.
"""

import json

import pandas as pd

from rcaudit.checks.finding import check, found, told
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames

_HARMLESS = frozenset(
    {
        *("query:value", "query:uuid", "query:hex", "path:uuid", "path:hex", "fragment"),
        *("uuid", "hex", "stand_in", "opaque"),
    }
)
_NAMES = {
    "userinfo": "user name or password",
    "query:token": "secret in the query",
    "path:token": "secret in the path",
    "own_token": "the integration's own token",
}


@check(Severity.HIGH, "fingerprints")
def credentials_in_webhook_url(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select addresses that lost more than harmless values in redaction."""
    urls = frames.urls
    # Some ten different lists stand in a hundred thousand rows.
    words = {kinds: _tell(kinds) for kinds in urls["url_secret_kinds"].unique()}
    lost = told(urls["url_secret_kinds"], words)
    rows = urls[lost != ""]
    host = rows["url_host"].fillna("its receiver")
    message = "Holds a credential (" + lost[lost != ""] + ") in the address of " + host + "."
    return found(rows, message, resource=rows["url"])


def _tell(kinds: str) -> str:
    secret = [kind for kind in json.loads(kinds) if kind not in _HARMLESS]
    return ", ".join(sorted({_NAMES.get(kind, kind.replace("_", " ")) for kind in secret}))
