from typing import Any

import pytest
from demo_calls import ask, listed
from demo_documents import incoming, outgoing, workspace

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer

UNDEFINED = {
    "success": False,
    "error": "must NOT have additional properties [invalid-params]",
    "errorType": "invalid-params",
}


@pytest.mark.parametrize(
    ("account", "switches", "shown"),
    [
        pytest.param(None, {}, {"version": "8.4"}, id="not signed in"),
        pytest.param("own", {}, {"version": "8.4"}, id="not an administrator"),
        pytest.param(
            "auditor", {}, {"version": "8.4.2", "info": {"version": "8.4.2"}}, id="administrator"
        ),
        pytest.param(None, {"strict": True}, {"version": "9.0"}, id="not signed in to 9.0"),
        pytest.param(
            "auditor",
            {"strict": True},
            {"version": "9.0.0", "info": {"version": "9.0.0"}},
            id="administrator of 9.0",
        ),
    ],
)
def test_the_version_is_whole_for_administrators_only(
    account: str | None, switches: dict[str, Any], shown: dict[str, object]
) -> None:
    """Anybody may ask for the version, but the patch number is for administrators."""
    with DemoServer(workspace(version="8.4.2"), Behaviour(**switches)) as server:
        assert ask(server, "info", account).json() == {**shown, "success": True}


def test_me_is_the_caller() -> None:
    """The caller's own document comes back, roles included."""
    with DemoServer(workspace()) as server:
        reply = ask(server, "me", "own").json()
    assert reply == {
        "_id": "ownDemo0000000000",
        "username": "own",
        "name": "Demo account own",
        "active": True,
        "roles": ["demo-own"],
        "type": "user",
        "success": True,
    }


def test_anybody_may_read_the_permissions() -> None:
    """Every signed-in account learns which roles have which permission."""
    with DemoServer(workspace()) as server:
        reply = ask(server, "permissions.listAll", "nobody").json()
    roles = {entry["_id"]: entry["roles"] for entry in reply["update"]}
    assert roles["view-statistics"] == ["admin"]
    assert roles["manage-incoming-integrations"] == ["admin", "demo-limited", "demo-incoming"]


def test_users_are_listed_in_pages() -> None:
    """The list of users pages as that of integrations does, sorted by username."""
    users = [{"_id": f"u{n}", "username": f"zoe{9 - n}", "roles": ["user"]} for n in range(3)]
    with DemoServer(workspace(users=users)) as server:
        whole = ask(server, "users.list").json()
        part = ask(server, "users.list", count=2, offset=5, sort='{"username":1}').json()
        refused = ask(server, "users.list", "nobody")
    names = [user["username"] for user in whole["users"]]
    assert names == ["auditor", "incoming", "limited", "nobody", "own", "zoe7", "zoe8", "zoe9"]
    assert ([user["_id"] for user in part["users"]], part["total"]) == (["u2", "u1"], 8)
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("params", "status", "found"),
    [
        pytest.param({"userId": "u1"}, 200, "zoe", id="by id"),
        pytest.param({"username": "zoe"}, 200, "zoe", id="by username"),
        pytest.param({"userId": "zoe"}, 400, "User not found.", id="a username for an id"),
        pytest.param({"username": "u1"}, 400, "User not found.", id="an id for a username"),
        pytest.param(
            {}, 400, "must have required property 'userId' [invalid-params]", id="neither"
        ),
    ],
)
def test_a_user_is_found_by_id_or_name(params: dict[str, str], status: int, found: str) -> None:
    """One user is given, or the reply says why not."""
    with DemoServer(workspace(users=[{"_id": "u1", "username": "zoe", "roles": []}])) as server:
        reply = ask(server, "users.info", **params)
    body = reply.json()
    assert reply.status_code == status
    assert (body["user"]["username"] if reply.ok else body["error"]) == found


def test_statistics_count_everything() -> None:
    """Administrators learn how many integrations there are, and in what state."""
    shown = workspace(
        incoming("a", scriptEnabled=True),
        incoming("b", enabled=False),
        outgoing("c", enabled="true", scriptEnabled="true"),
        outgoing("d", enabled="false"),
        {"_id": "e"},
        users=[{"_id": "u", "username": "zoe", "active": False}],
    )
    with DemoServer(shown) as server:
        reply = ask(server, "statistics").json()
    assert reply["integrations"] == {
        "totalIntegrations": 5,
        "totalIncoming": 2,
        "totalIncomingActive": 1,
        "totalOutgoing": 2,
        "totalOutgoingActive": 1,
        "totalWithScriptEnabled": 2,
    }
    assert (reply["totalUsers"], reply["activeUsers"]) == (6, 5)


def test_statistics_are_out_of_date_unless_refreshed() -> None:
    """The stored count differs from what there is; asking for a fresh one does away with that."""
    with DemoServer(workspace(outgoing("a")), Behaviour(statistics_offset=-1)) as server:
        replies = [
            ask(server, "statistics", **params).json()["integrations"]
            for params in ({}, {"refresh": "false"}, {"refresh": "true"})
        ]
        refused = ask(server, "statistics", "limited")
    assert [reply["totalIntegrations"] for reply in replies] == [0, 0, 1]
    assert [reply["totalOutgoing"] for reply in replies] == [0, 0, 1]
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("params", "seen"),
    [
        pytest.param({"name": "grafana"}, ["1", "2"], id="part of a name, any case"),
        pytest.param({"name": "."}, [], id="no pattern"),
        pytest.param({"name": ""}, ["1", "2", "3", "4"], id="an empty name"),
        pytest.param({"type": "webhook-outgoing"}, ["2", "3"], id="one direction"),
        pytest.param({"type": "webhook-outgoing", "name": "GRAF"}, ["2"], id="both"),
    ],
)
def test_the_list_can_be_filtered(params: dict[str, str], seen: list[str]) -> None:
    """Name and type narrow the list, and the total with it."""
    shown = workspace(
        incoming("1", name="Grafana alerts"),
        outgoing("2", name="to grafana"),
        outgoing("3", name="Jira"),
        {"_id": "4", "type": "webhook-incoming"},
    )
    with DemoServer(shown) as server:
        reply = ask(server, "integrations.list", sort='{"_id":1}', **params).json()
    assert [document["_id"] for document in reply["integrations"]] == seen
    assert reply["total"] == len(seen)


def test_documents_come_whole() -> None:
    """List and get send every field, secrets and unknown ones included."""
    document = outgoing("a", token="t0p", script=None, surprise={"deep": [1, None]})
    with DemoServer(workspace(document)) as server:
        reply = ask(server, "integrations.list").json()
        single = ask(server, "integrations.get", integrationId="a").json()
    assert reply["integrations"] == [document]
    assert single == {"integration": document, "success": True}


def test_get_can_ask_for_the_creator_too() -> None:
    """An integration that somebody else created is as good as gone."""
    shown = workspace(incoming("a", _createdBy={"_id": "u"}), incoming("b", _createdBy=None))
    calls = [("a", "u"), ("a", "v"), ("b", "u")]
    with DemoServer(shown) as server:
        replies = [
            ask(server, "integrations.get", integrationId=name, createdBy=creator)
            for name, creator in calls
        ]
    assert [reply.status_code for reply in replies] == [200, 400, 400]
    assert replies[1].json()["error"] == "The integration does not exists."


def test_get_may_differ_from_the_list() -> None:
    """With that switch a script that is null in the list is empty when asked for."""
    shown = workspace(incoming("a", script=None), incoming("b", script="x"), incoming("c"))
    with DemoServer(shown, Behaviour(list_differs=True)) as server:
        single = [
            ask(server, "integrations.get", integrationId=name).json()["integration"]
            for name in "abc"
        ]
        documents = ask(server, "integrations.list", sort='{"_id":1}').json()["integrations"]
    assert [document.get("script", "missing") for document in single] == ["", "x", "missing"]
    assert documents[0]["script"] is None


def test_listed_integrations_can_be_gone_or_refused() -> None:
    """With those switches an integration is in the list, and an error when asked for."""
    switches = Behaviour(vanish_ids={"a"}, forbidden_ids={"b"})
    with DemoServer(workspace(*map(incoming, "abc")), switches) as server:
        assert sorted(listed(server)) == ["a", "b", "c"]
        replies = [ask(server, "integrations.get", integrationId=name) for name in "abc"]
        server.change(strict=True)
        strict = ask(server, "integrations.get", integrationId="b")
    assert [reply.status_code for reply in replies] == [400, 400, 200]
    assert [reply.json().get("error") for reply in replies[:2]] == [
        "The integration does not exists.",
        "not-authorized",
    ]
    assert strict.status_code == 403


HISTORY = {
    "out": [{"_id": f"h{n}", "_updatedAt": f"2026-01-0{n}T00:00:00.000Z"} for n in (2, 3, 1)],
    "in": [{"_id": "h9"}],
}


@pytest.mark.parametrize(
    ("account", "params", "seen", "total"),
    [
        pytest.param("auditor", {"id": "out"}, ["h3", "h2", "h1"], 3, id="newest first"),
        pytest.param(
            "auditor", {"id": "out", "sort": '{"_id":1}'}, ["h1", "h2", "h3"], 3, id="sorted"
        ),
        pytest.param("auditor", {"id": "out", "count": 1, "offset": 1}, ["h2"], 3, id="a page"),
        pytest.param("auditor", {"id": "quiet"}, [], 0, id="nothing delivered yet"),
        pytest.param("auditor", {"id": "in"}, [], 0, id="incoming"),
        pytest.param("auditor", {"id": "gone"}, [], 0, id="no such integration"),
        pytest.param("own", {"id": "out"}, [], 0, id="not the caller's own"),
    ],
)
def test_the_history_of_outgoing_integrations_is_paged(
    account: str, params: dict[str, str], seen: list[str], total: int
) -> None:
    """Past deliveries come newest first, for the integrations that the caller may manage."""
    shown = workspace(outgoing("out"), outgoing("quiet"), incoming("in"), history=HISTORY)
    with DemoServer(shown) as server:
        reply = ask(server, "integrations.history", account, **params).json()
    assert [entry["_id"] for entry in reply["history"]] == seen
    assert (reply["total"], reply["success"]) == (total, True)


def test_the_history_needs_a_permission_for_outgoing_integrations() -> None:
    """Who may only manage incoming integrations is refused."""
    with DemoServer(workspace(outgoing("out"), history=HISTORY)) as server:
        assert ask(server, "integrations.history", "incoming", id="out").status_code == 403
        assert ask(server, "integrations.history").status_code == 400


@pytest.mark.parametrize(
    ("route", "params", "statuses"),
    [
        pytest.param("integrations.list", {"fields": "{}"}, (400, 400), id="fields of the list"),
        pytest.param("integrations.list", {"page": "1"}, (400, 400), id="anything for the list"),
        pytest.param("integrations.list", {"query": "{}"}, (200, 400), id="query of the list"),
        pytest.param(
            "integrations.get", {"integrationId": "a", "query": "{}"}, (400, 400), id="get"
        ),
        pytest.param(
            "integrations.history", {"id": "a", "query": "{}"}, (200, 400), id="query of history"
        ),
        pytest.param("integrations.history", {"id": "a", "x": ""}, (400, 400), id="history"),
        pytest.param("users.list", {"fields": "{}"}, (200, 400), id="fields of users"),
        pytest.param("users.list", {"query": "{}"}, (200, 400), id="query of users"),
        pytest.param("me", {"fields": "{}"}, (200, 400), id="me"),
        pytest.param("statistics", {"all": "1"}, (200, 400), id="statistics"),
        pytest.param("statistics", {"refresh": "true"}, (200, 200), id="statistics refreshed"),
        pytest.param("users.info", {"username": "own"}, (200, 200), id="a user"),
    ],
)
def test_undefined_parameters_are_rejected_everywhere_from_9_on(
    route: str, params: dict[str, str], statuses: tuple[int, int]
) -> None:
    """Before 9.0 only the integrations' own methods mind what they do not know."""
    with DemoServer(workspace(outgoing("a"))) as server:
        before = ask(server, route, **params)
        server.change(strict=True)
        after = ask(server, route, **params)
    assert (before.status_code, after.status_code) == statuses
    assert [reply.json() for reply in (before, after) if not reply.ok] == [
        UNDEFINED for status in statuses if status == 400
    ]
