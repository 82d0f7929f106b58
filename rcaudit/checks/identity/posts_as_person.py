"""Integration posts as a person.

What it does
    Flags integrations, switched on, that post as an account which is neither of the type bot or
    app nor has the role bot.

Why it matters
    Nobody can tell its messages from that person's own. When the person leaves and the account
    is deactivated, the integration stops.

How to fix it
    Let it post as a bot account that is made for it.
"""

import pandas as pd

from rcaudit.checks.accounts import named_accounts
from rcaudit.checks.finding import check, found
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.LOW, "accounts")
def posts_as_person(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations whose poster is known to be no bot."""
    accounts = named_accounts("poster", frames)
    is_person = accounts["account_type"].notna() & ~accounts["account_type"].isin(["bot", "app"])
    is_bot = accounts["roles"].fillna("").str.contains('"bot"', regex=False)
    rows = accounts[is_person & ~is_bot]
    message = "Posts as " + rows["account"] + ", who is no bot."
    return found(rows, message, resource=rows["account"])
