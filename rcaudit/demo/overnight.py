"""A night in the demo workspace: what people change between two fetches."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any

from rcaudit.demo.moments import NOW, stamp
from rcaudit.demo.sample import load_sample_workspace
from rcaudit.demo.server import DemoServer
from rcaudit.snapshot.secret import Secret
from rcaudit.snapshot.snapshot import Snapshot
from rcaudit.workspace.fetch import fetch_snapshot
from rcaudit.workspace.profile import Profile

_DELETED = "Old helpdesk import"
_SAVED: dict[str, dict[str, Any]] = {
    "Data hub": {
        "urls": ["http://flows.partner.example/approve"],
        "channel": ["#buchhaltung", "#invoices"],
    },
    "Deploy board": {"token": "EXAMPLEq8Zr3Tn6Wb1Xe5Jd7Kf9Lg2Mh4Np"},
    "Pager bridge": {"enabled": False},
}
_CREATED = {
    "_id": "c0ffee12ab34cd56ef78aa90",
    "type": "webhook-outgoing",
    "name": "Meeting minutes",
    "enabled": True,
    "username": "rocket.cat",
    "userId": "rocket.cat",
    "_createdBy": {"username": "chloe"},
    "event": "sendMessage",
    "channel": ["all_public_channels"],
    "urls": ["https://minutes.example/in"],
    "scriptEnabled": False,
    "scriptEngine": "isolated-vm",
    "token": "EXAMPLEt5Yh8Uj2Ik4Ol6Pz1Xc3Vb7Nm9Qa",
}


@contextmanager
def fetched_twice() -> Iterator[tuple[Snapshot, Snapshot]]:
    """Give a snapshot of the demo workspace from before a night, and one from after it.

    Both are there for as long as the context lasts.
    """
    with (
        TemporaryDirectory(prefix="rcaudit-demo-") as history,
        DemoServer(load_sample_workspace()) as server,
    ):
        user_id, token = server.credentials()
        profile = Profile(url=server.url, user_id=user_id, token=Secret(token))
        before = fetch_snapshot(profile, history=history, progress=False)
        _pass_a_night(server)
        yield before, fetch_snapshot(profile, history=history, progress=False)


def _pass_a_night(server: DemoServer) -> None:
    saved_at = {"_updatedAt": stamp(NOW + timedelta(hours=16))}
    by_name = {document.get("name"): document for document in server.documents}
    server.remove(by_name[_DELETED]["_id"])
    for name, fields in _SAVED.items():
        document = by_name[name]
        script = {"script": f"{document['script']}// checked\n"} if document.get("script") else {}
        server.replace(document | fields | script | saved_at)
    server.add(_CREATED | saved_at | {"_createdAt": saved_at["_updatedAt"]})
