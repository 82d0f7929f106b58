"""Outgoing webhook sends in cleartext.

What it does
    Flags outgoing integrations, switched on, with an address whose scheme is http (or ws), in
    any spelling. Addresses of the workspace's own machine (localhost, 127.0.0.0/8, ::1) stay on
    that machine and are not flagged.

Why it matters
    Everything that the webhook sends can be read and changed by whoever sits between the
    workspace and the receiver: messages, user names, and the token by which the receiver knows
    the workspace.

How to fix it
    Give the receiver a certificate and change the address to https. Then regenerate the
    integration's token, since the old one has been sent in cleartext.
"""

import pandas as pd

from rcaudit.checks.finding import check, enabled, found
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.HIGH)
def cleartext_webhook_url(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select addresses without TLS that lead away from the machine."""
    urls = frames.urls
    is_cleartext = urls["url_scheme"].isin(["http", "ws"])
    leads_away = ~urls["url_host_kind"].isin(["loopback", "none"])
    rows = enabled(urls[is_cleartext & leads_away], frames)
    host = rows["url_host"].fillna("")
    return found(rows, "Sends to " + host + " without TLS.", resource=rows["url"])
