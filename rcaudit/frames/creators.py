"""Accounts: who created integrations, and whom they post as."""

from typing import Any

import pandas as pd

_COUNTS = {
    "created_count": "is_created",
    "posting_count": "is_posting",
    "integration_count": "is_one",
    "enabled_count": "is_enabled",
    "disabled_count": "is_disabled",
    "incoming_count": "is_incoming",
    "outgoing_count": "is_outgoing",
    "scripted_count": "is_script_enabled",
}
_KEY = ["account_id", "account_username"]


def count_by_account(integrations: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the columns of `creators` but for the workspace, sorted by account.

    An account is an id and a name; either can be missing. An account that created an integration
    under one name and posts under another has two rows.
    """
    facts = pd.DataFrame(
        {
            "integration_id": integrations["integration_id"],
            "is_one": True,
            "is_enabled": integrations["is_enabled"].fillna(value=False).astype(bool),
            "is_disabled": ~integrations["is_enabled"].fillna(value=True).astype(bool),
            "is_incoming": integrations["direction"] == "incoming",
            "is_outgoing": integrations["direction"] == "outgoing",
            "is_script_enabled": integrations["is_script_enabled"].fillna(value=False).astype(bool),
        }
    )
    roles = [
        facts.assign(
            account_id=integrations[f"{role}_id"].astype(object),
            account_username=integrations[f"{role}_username"].astype(object),
            is_created=role == "creator",
            is_posting=role == "poster",
        )
        for role in ("creator", "poster")
    ]
    both = pd.concat(roles, ignore_index=True).dropna(subset=_KEY, how="all")
    once = both.groupby([*_KEY, "integration_id"], dropna=False, sort=False).max().reset_index()
    counts = once.groupby(_KEY, dropna=False, sort=True)[list(_COUNTS.values())].sum()
    accounts = counts.reset_index()
    columns: dict[str, list[Any]] = {
        name: [None if pd.isna(value) else value for value in accounts[name]] for name in _KEY
    }
    return columns | {name: accounts[source].tolist() for name, source in _COUNTS.items()}
