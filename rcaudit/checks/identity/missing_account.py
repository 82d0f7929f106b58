"""Integration names an account that does not exist.

What it does
    Flags integrations, switched on, whose creator or poster the workspace does not know, neither
    by id nor by name.

Why it matters
    The account was deleted. Nobody answers for what it created, and a new account of the same
    name would post, and be trusted, as the old one.

How to fix it
    Let the integration post as a bot account that exists. Where its creator is gone, create it
    anew under an account that somebody answers for.
"""

import pandas as pd

from rcaudit.checks.accounts import Role, named_accounts
from rcaudit.checks.finding import check, found
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.HIGH, "accounts")
def missing_account(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations whose creator or poster is not among the accounts."""
    return pd.concat(
        [_missing("creator", "Was created by ", frames), _missing("poster", "Posts as ", frames)]
    )


def _missing(role: Role, verb: str, frames: Frames) -> pd.DataFrame:
    accounts = named_accounts(role, frames)
    rows = accounts[~accounts["is_known"]]
    message = verb + rows["account"] + ", an account that does not exist."
    return found(rows, message, resource=rows["account"], key=role + " " + rows["account"])
