"""A demo server in a process of its own, so that it shares no interpreter with what is measured."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.model import DemoWorkspace
from rcaudit.demo.server import DemoServer
from rcaudit.snapshot.secret import Secret
from rcaudit.workspace.profile import Profile

_LINE = "const part{number} = request.content.text.split(' ')[{number}] || 'none'; // take it apart"


def integrations(count: int, script_size: int = 2048) -> list[dict[str, Any]]:
    """Return so many incoming integrations, each with a script of that many characters."""
    lines = (_LINE.format(number=number) for number in range(script_size // 60))
    script = "\n".join(lines)[:script_size]
    return [
        {
            "_id": f"integration{number:06}",
            "type": "webhook-incoming",
            "name": f"Integration {number}",
            "enabled": True,
            "username": "rocket.cat",
            "userId": "rocket.cat",
            "_createdBy": {"_id": "auditorDemo000000", "username": "auditor"},
            "_createdAt": "2024-01-01T00:00:00.000Z",
            "_updatedAt": "2024-01-01T00:00:00.000Z",
            "channel": ["#general"],
            "scriptEnabled": True,
            "script": script,
            "scriptCompiled": "",
            "scriptEngine": "isolated-vm",
            "token": f"EXAMPLE{number:017}",
        }
        for number in range(count)
    ]


def _serve(pipe: Connection, count: int, account: str, switches: dict[str, Any]) -> None:
    workspace = DemoWorkspace(integrations=integrations(count))
    with DemoServer(workspace, Behaviour(**switches)) as server:
        pipe.send((server.url, *server.credentials(account)))
        pipe.recv()
        pipe.send([(call.route, call.status) for call in server.calls])


@contextmanager
def demo_process(
    count: int, account: str = "auditor", **switches: Any
) -> Iterator[tuple[Profile, list[tuple[str, int]]]]:
    """Run a demo server; give its profile, and a list that holds its calls when it has ended."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, count, account, switches))
    process.start()
    url, user_id, token = ours.recv()
    calls: list[tuple[str, int]] = []
    try:
        yield Profile(url=url, user_id=user_id, token=Secret(token)), calls
    finally:
        ours.send(None)
        calls += ours.recv()
        process.join()
