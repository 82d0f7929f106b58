"""Integration posts as an account that may no longer sign in.

What it does
    Flags integrations, switched on, that post as an account which is deactivated.

Why it matters
    Messages appear in the name of somebody who is gone. Depending on its version the server
    refuses to post them, and the integration fails without anybody seeing it.

How to fix it
    Let it post as a bot account that is made for it.
"""

import pandas as pd

from rcaudit.checks.accounts import named_accounts
from rcaudit.checks.finding import check, found, is_false
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.HIGH, "accounts")
def inactive_poster(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations whose poster is known and not active."""
    accounts = named_accounts("poster", frames)
    rows = accounts[is_false(accounts["is_active"])]
    message = "Posts as " + rows["account"] + ", whose account is deactivated."
    return found(rows, message, resource=rows["account"])
