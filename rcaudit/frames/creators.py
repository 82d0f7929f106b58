"""Accounts: who created integrations, and whom they post as."""

from typing import Any

import numpy as np
import pandas as pd

from rcaudit.frames.growing import Numbers
from rcaudit.frames.values import Columns

Account = tuple[str | None, str | None]

_NOBODY: Account = (None, None)
_NONE_YET = np.empty(0, dtype=np.int64)


class AccountCounter:
    """Integrations, counted by the accounts that created them or that they post as.

    An account is an id and a name; either can be missing, and where both are there is no account.
    One that created an integration under one name and posts under another counts as two.
    """

    def __init__(self) -> None:
        self._numbers: Numbers[Account] = Numbers()
        self._creators: list[Any] = []
        self._posters: list[Any] = []

    def add(self, integrations: Columns) -> None:
        """Take the accounts of these rows of `integrations`, given by column."""
        self._creators.append(self._number(integrations, "creator"))
        self._posters.append(self._number(integrations, "poster"))

    def columns(self, integrations: pd.DataFrame) -> Columns:
        """Return the columns of `creators` but for the workspace, sorted by account.

        Args:
            integrations: All the rows that were added, in their order.
        """
        creators, posters = (
            np.concatenate([_NONE_YET, *parts]) for parts in (self._creators, self._posters)
        )
        # What an account both created and posts as counts once.
        is_other = creators != posters
        numbers = np.concatenate([creators, posters[is_other]])
        rows = np.concatenate([np.arange(len(creators)), np.flatnonzero(is_other)])
        counted = {
            "created_count": creators,
            "posting_count": posters,
            "integration_count": numbers,
            **{name: numbers[is_so[rows]] for name, is_so in _facts(integrations).items()},
        }
        accounts = sorted(self._numbers.keys() - {_NOBODY}, key=_missing_last)
        order = np.array([self._numbers[account] for account in accounts], dtype=np.int64)
        columns: Columns = {
            "account_id": [key for key, _ in accounts],
            "account_username": [name for _, name in accounts],
        }
        for name, found in counted.items():
            counts = np.bincount(found, minlength=len(self._numbers))
            columns[name] = counts[order].tolist()
        return columns

    def _number(self, integrations: Columns, role: str) -> Any:
        ids, names = integrations[f"{role}_id"], integrations[f"{role}_username"]
        accounts = zip(ids, names, strict=True)
        return np.fromiter(map(self._numbers.__getitem__, accounts), np.int64, len(ids))


def _facts(integrations: pd.DataFrame) -> dict[str, Any]:
    is_enabled, is_scripted = integrations["is_enabled"], integrations["is_script_enabled"]
    return {
        "enabled_count": is_enabled.to_numpy(dtype=bool, na_value=False),
        "disabled_count": ~is_enabled.to_numpy(dtype=bool, na_value=True),
        "incoming_count": (integrations["direction"] == "incoming").to_numpy(),
        "outgoing_count": (integrations["direction"] == "outgoing").to_numpy(),
        "scripted_count": is_scripted.to_numpy(dtype=bool, na_value=False),
    }


def _missing_last(account: Account) -> list[tuple[bool, str]]:
    return [(part is None, part or "") for part in account]
