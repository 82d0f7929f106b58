"""What a fetch asks for besides the integrations, when told: accounts and activity."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from rcaudit.snapshot.history import WorkspaceHistory
from rcaudit.snapshot.journal import Journal
from rcaudit.snapshot.manifest import Gap, Manifest
from rcaudit.snapshot.redaction import Document
from rcaudit.snapshot.snapshot import ACCOUNTS_NAME, ACTIVITY_NAME
from rcaudit.workspace.accounts import (
    INFO_ROUTE,
    ask_for_account,
    find_accounts,
    list_accounts,
    unknown_account,
)
from rcaudit.workspace.activity import ROUTE as HISTORY_ROUTE
from rcaudit.workspace.activity import ask_for_activity
from rcaudit.workspace.client import Client
from rcaudit.workspace.collecting import Collected, collect
from rcaudit.workspace.crew import Crew


@dataclass
class Extras:
    """What came besides the integrations: files of rows, what is missing, journals to remove."""

    files: dict[str, list[str]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    journals: list[Journal] = field(default_factory=list)

    @contextmanager
    def journal(self, store: WorkspaceHistory, name: str, manifest: Manifest) -> Iterator[Journal]:
        """Open the journal of one kind of rows; yesterday's answers are not continued."""
        terms = {"workspace": manifest.workspace, "day": manifest.taken_at.date().isoformat()}
        with store.journal(terms, f"journal.{name}") as journal:
            self.journals.append(journal)
            yield journal


def fetch_accounts(
    client: Client, documents: Iterable[Document], crew: Crew, journal: Journal, extras: Extras
) -> None:
    """Fetch the accounts that these integrations name, in as few calls as there can be.

    Raises:
        RcauditError: What stopped the run.
    """
    keys = {json.dumps(key): key for key in find_accounts(documents)}
    listed = list_accounts(client, list(keys.values())) if len(keys) > 1 else {}

    crew.progress.expect(len(keys))
    asked = [name for name, key in keys.items() if key not in listed]
    collected = collect(asked, lambda name: ask_for_account(client, keys[name]), crew, journal)
    collected.rows += listed.values()
    collected.rows += [unknown_account(keys[name]) for name in collected.refused]
    extras.files[ACCOUNTS_NAME] = collected.lines()
    extras.gaps += _gaps("accounts", f"{len(collected.refused)} of {len(keys)} accounts", collected)


def fetch_activity(
    client: Client, documents: Iterable[Document], crew: Crew, journal: Journal, extras: Extras
) -> None:
    """Fetch what the outgoing ones of these integrations did lately.

    Raises:
        RcauditError: What stopped the run.
    """
    ids = [item["_id"] for item in documents if item.get("type") == "webhook-outgoing"]
    crew.progress.expect(len(ids))
    collected = collect(ids, lambda key: ask_for_activity(client, key), crew, journal)
    extras.files[ACTIVITY_NAME] = collected.lines()
    what = f"the recent calls of {len(collected.refused)} of {len(ids)} outgoing integrations"
    extras.gaps += _gaps("activity", what, collected, ids=tuple(collected.refused))


def _gaps(code: str, what: str, collected: Collected, ids: tuple[str, ...] = ()) -> list[Gap]:
    if not collected.refused:
        return []
    return [Gap(code=code, message=f"{what} could not be had", integration_ids=ids)]


class Kind(NamedTuple):
    """What can be asked for besides the integrations: the route of most calls, and how."""

    route: str
    fetch: Callable[[Client, Iterable[Document], Crew, Journal, Extras], None]


KINDS = {
    "accounts": Kind(INFO_ROUTE, fetch_accounts),
    "activity": Kind(HISTORY_ROUTE, fetch_activity),
}
