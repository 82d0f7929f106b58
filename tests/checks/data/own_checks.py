"""Checks of our own: run them with `rcaudit check --checks-file own_checks.py`."""

import pandas as pd

from rcaudit.checks.finding import check, enabled, found
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames

OUR_HOSTS = (".nordwind.example", ".example.org")


@check(Severity.HIGH)
def foreign_webhook_host(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Webhook sends to a host that is not ours.

    What it does
        Flags outgoing integrations, switched on, with an address on the internet that is none of
        our hosts.

    Why it matters
        What is written in our rooms must not leave the house.

    How to fix it
        Move the receiver to one of our hosts, or ask for an exception and mute the finding.
    """
    urls = frames.urls
    is_ours = ("." + urls["url_host"].fillna("")).str.endswith(OUR_HOSTS)
    rows = enabled(urls[(urls["url_host_kind"] == "public") & ~is_ours], frames)
    return found(rows, "Sends to " + rows["url_host"] + ".", resource=rows["url"])


@check(Severity.LOW, "accounts")
def unknown_department(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Name of the integration does not say whose it is.

    What it does
        Flags integrations whose name does not begin with a department, as in `OPS: backups`.

    Why it matters
        Nobody knows whom to ask.

    How to fix it
        Rename it.
    """
    names = frames.integrations["name"].fillna("")
    return found(frames.integrations[~names.str.match("[A-Z]{2,5}: ")], "Whose is it?")
