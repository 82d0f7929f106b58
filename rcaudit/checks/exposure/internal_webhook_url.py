"""Webhook calls into the internal network.

What it does
    Flags outgoing integrations, switched on, whose address is loopback, private (RFC 1918,
    RFC 4193, RFC 6598) or link-local, a host name without a dot, or one that the internet does
    not resolve (.internal, .local and the like). Numeric addresses are read as servers read
    them, in decimal, octal or hexadecimal. The metadata service of a cloud is critical.

Why it matters
    The workspace's server makes the call from inside the network, past its firewall. Whoever may
    set up integrations reaches by it what no outsider should, and the answer can come back as a
    message. A cloud's metadata service gives the server's own credentials to whoever asks.

How to fix it
    Where the receiver is meant, mute the finding with its reason and give the receiver a
    certificate. Else delete the integration and see who created it. Block the metadata address
    for the server's machine in any case.
"""

import pandas as pd

from rcaudit.checks.finding import check, enabled, found, told
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames

_TOLD = {
    "loopback": "the workspace's own machine",
    "private": "a private address",
    "link_local": "a link-local address",
    "metadata": "the metadata service of a cloud",
    "single_label": "a host of the own network",
    "internal_name": "an internal host name",
}


@check(Severity.MEDIUM)
def internal_webhook_url(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select addresses whose host is not on the internet."""
    urls = frames.urls
    rows = enabled(urls[urls["url_host_kind"].isin(list(_TOLD))], frames)
    kinds = rows["url_host_kind"]
    return found(
        rows,
        "Calls " + rows["url_host"].fillna("") + ": " + told(kinds, _TOLD) + ".",
        resource=rows["url"],
        severity=told(kinds, {"metadata": Severity.CRITICAL.value}),
    )
