"""Which integrations an account sees, by the permissions of its roles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rcaudit.demo.model import Document

MANAGE_FULL = frozenset({"manage-incoming-integrations", "manage-outgoing-integrations"})
MANAGE_OWN = frozenset({"manage-own-incoming-integrations", "manage-own-outgoing-integrations"})
BYPASS_LIMIT = "api-bypass-rate-limit"
VIEW_STATISTICS = "view-statistics"
VIEW_USERS = "view-d-room"


@dataclass(frozen=True)
class Caller:
    """An account that has signed in, and what its roles allow."""

    user: Document
    permissions: frozenset[str]

    @property
    def user_id(self) -> str:
        """The account's `_id`."""
        return str(self.user["_id"])


def held_permissions(roles: Iterable[str], permissions: Iterable[Document]) -> frozenset[str]:
    """Return the permissions that any of the roles has."""
    wanted = set(roles)
    return frozenset(entry["_id"] for entry in permissions if wanted & set(entry["roles"]))


def visible(documents: Sequence[Document], caller: Caller) -> Sequence[Document]:
    """Return what `integrations.list` shows to a caller.

    Who has both of the own permissions sees own integrations only, even with one of the full
    ones (`mountQueriesBasedOnPermission.ts` in the server's sources).
    """
    if caller.permissions >= MANAGE_FULL:
        return documents
    if caller.permissions >= MANAGE_OWN:
        return [document for document in documents if _is_own(document, caller)]
    return [document for document in documents if may_manage(document, caller)]


def may_manage(document: Document, caller: Caller) -> bool:
    """Return whether `integrations.get` gives this integration to a caller."""
    kind = "incoming" if document.get("type") == "webhook-incoming" else "outgoing"
    if f"manage-{kind}-integrations" in caller.permissions:
        return True
    return _is_own(document, caller) and f"manage-own-{kind}-integrations" in caller.permissions


def _is_own(document: Document, caller: Caller) -> bool:
    creator = document.get("_createdBy") or {}
    return bool(creator.get("_id") == caller.user_id)
