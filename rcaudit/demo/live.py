"""A workspace that can change while it is being read."""

import copy
import threading
from collections.abc import Iterable

from rcaudit.demo.accounts import account_token, with_accounts
from rcaudit.demo.model import DemoWorkspace, Document
from rcaudit.demo.permissions import Caller, held_permissions


class LiveWorkspace:
    """The state of a demo server: its integrations come and go, the rest stays.

    Documents that were handed out are never changed afterwards, only exchanged.
    """

    def __init__(self, workspace: DemoWorkspace) -> None:
        complete = copy.deepcopy(with_accounts(workspace))
        self.version = complete.version
        self.history = {key: _by_id(entries) for key, entries in complete.history.items()}
        self.permissions = complete.permissions
        self.users = tuple(_by_id(complete.users))
        self._callers = {
            user["_id"]: Caller(user, held_permissions(user.get("roles", ()), complete.permissions))
            for user in self.users
            if user.get("active", True)
        }
        self._lock = threading.Lock()
        self._integrations = {document["_id"]: document for document in complete.integrations}
        self._sorted: tuple[Document, ...] | None = None

    def caller(self, user_id: str | None, token: str | None) -> Caller | None:
        """Return who signs in with these credentials, if anybody."""
        caller = self._callers.get(user_id)
        return caller if caller and token == account_token(caller.user_id) else None

    def documents(self) -> tuple[Document, ...]:
        """Return all integrations in the order of their ids."""
        with self._lock:
            if self._sorted is None:
                self._sorted = tuple(self._integrations[key] for key in sorted(self._integrations))
            return self._sorted

    def find(self, integration_id: str) -> Document | None:
        """Return one integration, if it is there."""
        with self._lock:
            return self._integrations.get(integration_id)

    def add(self, document: Document) -> None:
        """Create an integration; a ValueError where its id is taken."""
        with self._lock:
            if document["_id"] in self._integrations:
                raise ValueError(document["_id"])
            self._integrations[document["_id"]] = copy.deepcopy(document)
            self._sorted = None

    def replace(self, document: Document) -> None:
        """Exchange the integration that has the document's id; a KeyError where there is none."""
        with self._lock:
            del self._integrations[document["_id"]]
            self._integrations[document["_id"]] = copy.deepcopy(document)
            self._sorted = None

    def remove(self, integration_id: str) -> None:
        """Delete an integration; a KeyError where it is not there."""
        with self._lock:
            del self._integrations[integration_id]
            self._sorted = None


def _by_id(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda document: str(document["_id"]))
