import pytest
from demo_calls import ask, get, listed
from demo_documents import incoming, workspace

from rcaudit.demo.server import DemoServer


def test_integrations_come_change_and_go_while_the_server_runs() -> None:
    """Each change shows in the next call."""
    with DemoServer(workspace(incoming("a"), incoming("c"))) as server:
        server.add(incoming("b"))
        server.replace(incoming("a", alias="new"))
        server.remove("c")
        reply = ask(server, "integrations.list", sort='{"_id":1}').json()
        gone = ask(server, "integrations.get", integrationId="c")
        found = ask(server, "integrations.get", integrationId="a").json()["integration"]
        documents = server.documents
    assert reply["integrations"] == [incoming("a", alias="new"), incoming("b")]
    assert list(documents) == reply["integrations"]
    assert (gone.status_code, found) == (400, incoming("a", alias="new"))


def test_changes_that_do_not_fit_are_refused() -> None:
    """An id is created once, and only what is there can be exchanged or deleted."""
    with DemoServer(workspace(incoming("a"))) as server:
        with pytest.raises(ValueError, match="a"):
            server.add(incoming("a", alias="new"))
        with pytest.raises(KeyError, match="b"):
            server.replace(incoming("b"))
        with pytest.raises(KeyError, match="b"):
            server.remove("b")
        assert server.documents == (incoming("a"),)


def test_the_server_keeps_copies_of_its_own() -> None:
    """Changing a document after it was handed over changes nothing on the server."""
    first, second = incoming("a", channel=["#x"]), incoming("b", channel=["#x"])
    with DemoServer(workspace(first)) as server:
        server.add(second)
        first["channel"].append("#y")
        second["channel"].append("#y")
        assert [document["channel"] for document in server.documents] == [["#x"], ["#x"]]
        assert listed(server, sort='{"_id":1}') == ["a", "b"]


@pytest.mark.parametrize(
    ("id_of", "token_of"),
    [
        pytest.param(None, None, id="no credentials"),
        pytest.param("auditor", None, id="no token"),
        pytest.param(None, "auditor", id="no user id"),
        pytest.param("auditor", "own", id="another user's token"),
        pytest.param("own", "auditor", id="another user's id"),
        pytest.param("retired", "retired", id="account switched off"),
    ],
)
def test_only_active_users_with_their_own_token_sign_in(
    id_of: str | None, token_of: str | None
) -> None:
    """Anything but an active user's id with its token is a 401."""
    retired = {"_id": "r" * 17, "username": "retired", "active": False, "roles": ["admin"]}
    with DemoServer(workspace(users=[retired])) as server:
        headers = {}
        if id_of:
            headers["X-User-Id"] = server.credentials(id_of)[0]
        if token_of:
            headers["X-Auth-Token"] = server.credentials(token_of)[1]
        assert get(server, "/api/v1/me", headers).status_code == 401


def test_a_wrong_token_is_no_credential() -> None:
    """A token that nobody has is a 401, as is a user id that nobody has."""
    with DemoServer(workspace()) as server:
        user_id, token = server.credentials()
        wrong = [(user_id, token[:-1]), (user_id[:-1], token), (user_id, "")]
        replies = [
            get(server, "/api/v1/me", {"X-User-Id": name, "X-Auth-Token": secret})
            for name, secret in wrong
        ]
    assert [reply.status_code for reply in replies] == [401, 401, 401]
