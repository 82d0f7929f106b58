"""`rcaudit doctor`."""

import json

import pytest

LOOKS = [
    *("reach", "certificate", "sign-in", "list", "view", "list and get", "rate limit"),
    *("duration", "history"),
]


def test_finds_nothing_wrong_with_the_demo_workspace(run):
    """Every look is printed, in order."""
    done = run("doctor", "--demo")
    assert done.status == 0
    lines = done.out.splitlines()
    assert [line[14:26].strip() for line in lines] == LOOKS
    assert all(line.startswith("ok ") for line in lines)


@pytest.mark.parametrize(
    ("switches", "account", "look", "state", "part", "status"),
    [
        pytest.param({}, "incoming", "view", "warning", "lacks manage-out", 6, id="partial view"),
        pytest.param({}, "nobody", "list", "error", "permission", 4, id="no permission"),
        pytest.param(
            {"limit": 30}, "limited", "rate limit", "ok", "30 calls a window", 0, id="a limit"
        ),
        pytest.param(
            {"limit": 30}, "limited", "duration", "ok", "3 minutes", 0, id="long for the limit"
        ),
        pytest.param(
            {"list_differs": True}, "auditor", "list and get", "warning", "script", 0, id="differs"
        ),
        pytest.param({"html": 404}, "auditor", "reach", "error", "Check the URL", 2, id="no API"),
    ],
)
def test_says_what_an_audit_will_meet(run, serve, switches, account, look, state, part, status):
    """What is special about a workspace shows in one look, and in the exit status."""
    serve(account, **switches)
    done = run("doctor", "--json")
    found = {item["name"]: item for item in json.loads(done.out)}
    assert found[look]["state"] == state
    assert part in found[look]["message"]
    assert done.status == status


def test_does_not_look_further_where_nothing_answers(run, serve):
    """What depends on a failed look says that it was not looked at."""
    serve(html=404)
    done = run("doctor", "--json")
    states = {item["name"]: item["state"] for item in json.loads(done.out)}
    assert list(states) == LOOKS
    assert states["sign-in"] == states["view"] == "not looked at"
