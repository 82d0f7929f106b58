"""What outgoing integrations did lately, without what was said."""

from typing import Any

from rcaudit.errors import ForbiddenError, RequestRejectedError
from rcaudit.workspace.client import Client
from rcaudit.workspace.collecting import Row

ROUTE = "integrations.history"
_MOST_CALLS = 50


def ask_for_activity(client: Client, integration_id: str) -> list[Row] | None:
    """Ask for the last 50 calls of an outgoing integration; None where it is refused.

    One that has none gets a row without a time: it was asked about. Needs the permission to
    manage the integration. Only times and outcomes are kept, never messages.

    Raises:
        WorkspaceError: As `Client.get`.
    """
    try:
        body = client.get(
            ROUTE,
            {"id": integration_id, "count": _MOST_CALLS, "offset": 0, "sort": '{"_createdAt":-1}'},
            expect={"history": list},
        )
    except (ForbiddenError, RequestRejectedError):
        return None
    return activity_rows(integration_id, body["history"])


def activity_rows(integration_id: str, history: list[Any]) -> list[Row]:
    """Return what is kept of an integration's history as the server has it."""
    rows: list[Row] = [
        {
            "integration_id": integration_id,
            "happened_at": entry.get("_createdAt"),
            "is_finished": bool(entry.get("finished")),
            # A connection that fails sets neither `error` nor `finished`.
            "has_error": bool(entry.get("error") or entry.get("httpError")),
        }
        for entry in history
        if isinstance(entry, dict)
    ]
    return rows or [{"integration_id": integration_id}]
