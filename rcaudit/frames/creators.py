"""Accounts: who created integrations, and whom they post as."""

from collections import Counter, defaultdict
from itertools import compress
from operator import and_, eq
from typing import Any

from rcaudit.frames.values import Columns

Account = tuple[str | None, str | None]

_READ = (
    *("creator_id", "creator_username", "poster_id", "poster_username"),
    *("is_enabled", "direction", "is_script_enabled"),
)
_COUNTS = (
    "created_count",
    "posting_count",
    "integration_count",
    "enabled_count",
    "disabled_count",
    "incoming_count",
    "outgoing_count",
    "scripted_count",
)


class AccountCounter:
    """Integrations, counted by the accounts that created them or that they post as.

    An account is an id and a name; either can be missing, and where both are there is no account.
    One that created an integration under one name and posts under another counts as two.
    """

    def __init__(self) -> None:
        self._created: Counter[tuple[Any, ...]] = Counter()
        self._posting: Counter[tuple[Any, ...]] = Counter()
        self._both: Counter[tuple[Any, ...]] = Counter()

    def add(self, integrations: Columns) -> None:
        """Count these rows of `integrations`, given by column."""
        creator_ids, creator_names, poster_ids, poster_names, *facts = (
            integrations[name] for name in _READ
        )
        is_same = map(and_, map(eq, creator_ids, poster_ids), map(eq, creator_names, poster_names))
        self._created.update(zip(creator_ids, creator_names, *facts, strict=True))
        self._posting.update(zip(poster_ids, poster_names, *facts, strict=True))
        self._both.update(compress(zip(creator_ids, creator_names, *facts, strict=True), is_same))

    def columns(self) -> Columns:
        """Return the columns of `creators` but for the workspace, sorted by account."""
        counts: defaultdict[Account, Counter[str]] = defaultdict(Counter)
        _add(counts, self._created, "created_count", 1)
        _add(counts, self._posting, "posting_count", 1)
        # What an account both created and posts as was counted twice.
        _add(counts, self._both, None, -1)
        counts.pop((None, None), None)
        accounts = sorted(counts, key=_missing_last)
        return {
            "account_id": [account[0] for account in accounts],
            "account_username": [account[1] for account in accounts],
            **{name: [counts[account][name] for account in accounts] for name in _COUNTS},
        }


def _add(
    counts: defaultdict[Account, Counter[str]],
    alike: Counter[tuple[Any, ...]],
    role: str | None,
    sign: int,
) -> None:
    for (*account, is_enabled, direction, is_scripted), number in alike.items():
        is_counted = {
            role: True,
            "integration_count": True,
            "enabled_count": is_enabled is True,
            "disabled_count": is_enabled is False,
            "incoming_count": direction == "incoming",
            "outgoing_count": direction == "outgoing",
            "scripted_count": is_scripted is True,
        }
        for name, is_so in is_counted.items():
            if name and is_so:
                counts[account[0], account[1]][name] += sign * number


def _missing_last(account: Account) -> list[tuple[bool, str]]:
    return [(part is None, part or "") for part in account]
