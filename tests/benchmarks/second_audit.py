"""How many calls a second audit makes: `python tests/benchmarks/second_audit.py`.

Of 500 integrations so many have changed since the first one: as many `integrations.get`, and no
more, is the goal.
"""

import tempfile

from demo_process import integrations

from rcaudit.demo.model import DemoWorkspace
from rcaudit.demo.server import DemoServer
from rcaudit.snapshot.secret import Secret
from rcaudit.workspace.fetch import fetch_snapshot
from rcaudit.workspace.profile import Profile

DOCUMENTS = 500


def measure(changed: int) -> None:
    """Fetch, change some, fetch again, and print what was asked for."""
    workspace = DemoWorkspace(integrations=integrations(DOCUMENTS))
    with tempfile.TemporaryDirectory() as history, DemoServer(workspace) as server:
        user_id, token = server.credentials()
        profile = Profile(url=server.url, user_id=user_id, token=Secret(token))
        fetch_snapshot(profile, history=history, progress=False)
        for document in server.documents[:changed]:
            server.replace(document | {"_updatedAt": "2025-01-01T00:00:00.000Z"})
        server.calls.clear()
        fetch_snapshot(profile, history=history, progress=False)
        gets, lists = (len(server.calls.of(f"integrations.{name}")) for name in ("get", "list"))
    print(f"{changed} changed of {DOCUMENTS}: {gets} calls of get, {lists} of list")


def main() -> None:
    """Measure with none, one, some and all changed."""
    for changed in (0, 1, 50, DOCUMENTS):
        measure(changed)


if __name__ == "__main__":
    main()
