"""Integration posts as an administrator.

What it does
    Flags integrations, switched on, that post as an account with the role admin.

Why it matters
    What it posts carries an administrator's name: whoever has an incoming webhook's address can
    tell people to do things, and they will. It can also write where only administrators may.

How to fix it
    Let it post as a bot account with no role but bot.
"""

import pandas as pd

from rcaudit.checks.accounts import named_accounts
from rcaudit.checks.finding import check, found
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.HIGH, "accounts")
def posts_as_administrator(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations whose poster has the role admin."""
    accounts = named_accounts("poster", frames)
    rows = accounts[accounts["roles"].fillna("").str.contains('"admin"', regex=False)]
    message = "Posts as " + rows["account"] + ", an administrator."
    return found(rows, message, resource=rows["account"])
