"""Creator of the integration may no longer sign in.

What it does
    Flags integrations, switched on, whose creator's account is deactivated.

Why it matters
    Who left the organisation still knows the addresses and tokens of what they set up, and nobody
    looks after it any more.

How to fix it
    Ask the creator's team who takes it over. Create the integration anew under an active account,
    which gives it a new token, and delete the old one.
"""

import pandas as pd

from rcaudit.checks.accounts import named_accounts
from rcaudit.checks.finding import check, found, is_false
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.HIGH, "accounts")
def inactive_creator(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations whose creator is known and not active."""
    accounts = named_accounts("creator", frames)
    rows = accounts[is_false(accounts["is_active"])]
    message = "Was created by " + rows["account"] + ", whose account is deactivated."
    return found(rows, message, resource=rows["account"])
