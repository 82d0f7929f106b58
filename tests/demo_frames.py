"""Frames of a demo workspace, as a fetch with accounts and activity would have collected them."""

from collections.abc import Iterator
from typing import Any

from audit_frames import make_frames

from rcaudit.demo.model import DemoWorkspace
from rcaudit.frames.frames import Frames


def frames_of(workspace: DemoWorkspace) -> Frames:
    """Return the workspace's frames; every account and every call is collected."""
    return make_frames(
        *sorted(workspace.integrations, key=lambda document: str(document["_id"])),
        accounts=[
            {
                "account_id": user["_id"],
                "account_username": user["username"],
                "is_active": user["active"],
                "roles": user["roles"],
                "account_type": user["type"],
            }
            for user in workspace.users
        ],
        activity=list(_calls(workspace)),
        server_version=workspace.version,
    )


def _calls(workspace: DemoWorkspace) -> Iterator[dict[str, Any]]:
    for document in workspace.integrations:
        if document.get("type") != "webhook-outgoing":
            continue
        key = document["_id"]
        calls = workspace.history.get(key, [])
        if not calls:
            yield {"integration_id": key}
        for call in calls:
            yield {
                "integration_id": key,
                "happened_at": call.get("_createdAt"),
                "is_finished": call.get("finished"),
                "has_error": bool(call.get("error")),
            }
