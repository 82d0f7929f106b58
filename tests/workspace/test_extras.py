"""Accounts and activity, asked for over real sockets."""

import json
import threading
import time

import pytest
from demo_documents import incoming, outgoing, workspace
from profiles import profile
from raw_server import RawServer, reply

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer
from rcaudit.errors import AuthenticationError, UnreachableError
from rcaudit.snapshot.secret import Secret
from rcaudit.workspace.accounts import ask_for_account, list_accounts
from rcaudit.workspace.activity import ask_for_activity
from rcaudit.workspace.client import Client
from rcaudit.workspace.fetch import fetch_snapshot
from rcaudit.workspace.profile import Profile

USERS = [
    {"_id": f"u{n}", "username": f"user{n}", "active": n != 1, "roles": ["user"], "type": "user",
     "emails": [{"address": "private@example.com"}]}
    for n in range(4)
]  # fmt: skip
HISTORY = {
    "o1": [
        {"_id": "h1", "_createdAt": "2026-11-01T00:00:00.000Z", "finished": True, "error": True,
         "data": {"text": "what was said"}},
        {"_id": "h2", "_createdAt": "2026-11-02T00:00:00.000Z", "finished": False,
         "httpError": "ECONNREFUSED"},
        {"_id": "h3", "_createdAt": "2026-11-03T00:00:00.000Z", "finished": True},
    ]
}  # fmt: skip
DOCUMENTS = (
    incoming("i1", _createdBy={"_id": "u0", "username": "user0"}, userId="u1", username="user1"),
    outgoing("o1", _createdBy=None, userId="gone", username="gone", event="sendMessage"),
    outgoing("o2", _createdBy={"username": "user2"}, event="sendMessage"),
    incoming("i2", _createdBy="odd", userId=7, username="user3"),
)


@pytest.fixture
def serve(tmp_path):
    """Start a workspace, and fetch it with accounts and activity."""
    servers = []

    def serve(users=USERS, **switches):
        server = DemoServer(
            workspace(*DOCUMENTS, users=users, history=HISTORY), Behaviour(**switches)
        )
        servers.append(server.__enter__())
        return server

    yield serve
    for server in servers:
        server.__exit__(None, None, None)


def fetch(server, tmp_path, account="auditor", **options):
    """Fetch a snapshot with accounts and activity."""
    user_id, token = server.credentials(account)
    profile = Profile(url=server.url, user_id=user_id, token=Secret(token), retries=0, backoff=0)
    options = {"accounts": True, "activity": True, "progress": False} | options
    return fetch_snapshot(profile, history=tmp_path, **options)


def test_keeps_what_an_auditor_asks_of_accounts(serve, tmp_path):
    """Id, name, roles, type and whether they are active, and nothing else."""
    server = serve()
    snapshot = fetch(server, tmp_path)
    rows = {row["account_username"]: row for row in snapshot.accounts()}
    assert rows.keys() == {"user0", "user1", "user2", "user3"}
    assert rows["user1"] == {
        "account_id": "u1",
        "account_username": "user1",
        "is_active": False,
        "roles": ["user"],
        "account_type": "user",
    }
    assert snapshot.manifest.is_complete
    assert "private@example.com" not in json.dumps(list(rows.values()))


def test_keeps_when_calls_were_and_whether_they_failed(serve, tmp_path):
    """A connection that failed counts; an integration without calls has a row without a time."""
    rows = list(fetch(serve(), tmp_path).activity())
    assert [(row.get("happened_at"), row.get("has_error")) for row in rows] == [
        ("2026-11-01T00:00:00.000Z", True),
        ("2026-11-02T00:00:00.000Z", True),
        ("2026-11-03T00:00:00.000Z", False),
        (None, None),
    ]
    assert "what was said" not in json.dumps(rows)


def test_reads_the_list_where_that_takes_fewer_calls(serve, tmp_path):
    """Five accounts on one page are one call, and one more for the one that is not there."""
    server = serve()
    fetch(server, tmp_path)
    assert len(server.calls.of("users.list")) == 1
    assert [call.params for call in server.calls.of("users.info")] == [{"userId": "gone"}]


def test_asks_for_each_where_the_list_is_long(serve, tmp_path):
    """A page of the list tells that the rest would take more calls."""
    many = USERS + [
        {"_id": f"x{n:04}", "username": f"x{n}", "active": True, "roles": []} for n in range(900)
    ]
    many = [{**user, "_id": f"zz{user['_id']}"} if user in USERS else user for user in many]
    server = serve(users=many)
    snapshot = fetch(server, tmp_path)
    assert len(server.calls.of("users.list")) == 1
    assert len(server.calls.of("users.info")) == 5
    assert len(list(snapshot.accounts())) == 2  # user2 and user3, whose ids nobody names


def test_asks_for_each_where_the_list_is_refused(serve, tmp_path):
    """users.list needs a permission that users.info does not."""
    server = serve()
    snapshot = fetch(server, tmp_path, "limited")
    assert {row["account_username"] for row in snapshot.accounts()} >= {"user0", "user1"}


@pytest.mark.parametrize(
    ("routes", "code", "part"),
    [
        (("users.info", "users.list"), "accounts", "4 of 5 accounts could not be had"),
        (("integrations.history",), "activity", "2 of 2 outgoing integrations could not be had"),
    ],
)
def test_says_what_could_not_be_had(serve, tmp_path, routes, code, part):
    """What was asked for and did not come is a gap; an account keeps its name."""
    snapshot = fetch(serve(misshapen={name: [] for name in routes}), tmp_path)
    [gap] = snapshot.manifest.gaps
    assert gap.code == code
    assert part in gap.message
    if code == "accounts":
        assert {"account_id": "u1", "account_username": "user1"} in snapshot.accounts()


def test_a_snapshot_without_them_says_so(serve, tmp_path):
    """None is not the same as no rows."""
    snapshot = fetch(serve(), tmp_path, accounts=False, activity=False)
    assert snapshot.accounts() is None
    assert snapshot.activity() is None
    assert snapshot.frames.accounts is None


def test_an_unfinished_run_is_continued(serve, tmp_path):
    """What the journal has is not asked for again, what failed is; afterwards it is gone."""
    server = serve(latency=0.02)
    for number in range(40):
        server.add(outgoing(f"p{number:02}", event="sendMessage"))

    def fail_from_the_twelfth():
        while len(server.calls.of("integrations.history")) < 12:
            time.sleep(0.001)
        server.change(misshapen={"integrations.history": []})

    failing = threading.Thread(target=fail_from_the_twelfth)
    failing.start()
    with pytest.raises(UnreachableError, match="run again to go on"):
        fetch(server, tmp_path)
    failing.join()
    time.sleep(0.3)  # calls that were under way when the run ended still reach the server
    [journal] = tmp_path.rglob("journal.activity")
    kept = len(journal.read_text().splitlines()) - 1
    assert kept >= 5
    server.change(misshapen={})
    server.calls.clear()
    snapshot = fetch(server, tmp_path)
    assert len(server.calls.of("integrations.history")) == 42 - kept
    assert {row["integration_id"] for row in snapshot.activity()} >= {"o1", "p00", "p39"}
    assert not list(tmp_path.rglob("journal*"))


def test_a_revoked_token_ends_the_run(serve, tmp_path):
    """It is no gap: nothing more would come."""
    server = serve()
    fetch(server, tmp_path, accounts=False, activity=False)
    user_id, _ = server.credentials()
    with pytest.raises(AuthenticationError):
        fetch_snapshot(
            Profile(url=server.url, user_id=user_id, token=Secret("revoked")),
            history=tmp_path,
            accounts=True,
            progress=False,
        )


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda client: ask_for_account(client, ("u1", None)), id="an account"),
        pytest.param(lambda client: ask_for_activity(client, "o1"), id="an integration's calls"),
    ],
)
def test_what_the_account_may_not_see_is_none(ask):
    """Which is not the same as no rows."""
    refusal = reply(b'{"success":false,"error":"unauthorized"}', status="403 Forbidden")
    with RawServer(refusal) as server, Client(profile(server.url)) as client:
        assert ask(client) is None


def test_a_list_of_accounts_does_not_hide_a_revoked_token():
    """A list that is refused is done without; a token that is not accepted ends the run."""
    refusal = reply(b'{"status":"error"}', status="401 Unauthorized")
    with (
        RawServer(refusal) as server,
        Client(profile(server.url)) as client,
        pytest.raises(AuthenticationError),
    ):
        list_accounts(client, [("u1", None), ("u2", None)])
