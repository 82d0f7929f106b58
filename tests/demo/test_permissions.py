import pytest
from demo_calls import ask, listed
from demo_documents import incoming, outgoing, workspace

from rcaudit.demo.server import DemoServer

FULL_IN, FULL_OUT = "manage-incoming-integrations", "manage-outgoing-integrations"
OWN_IN, OWN_OUT = "manage-own-incoming-integrations", "manage-own-outgoing-integrations"
MINE = {"_id": "aliceId", "username": "alice"}
THEIRS = {"_id": "bobId", "username": "bob"}


def server_with(*permissions: str) -> DemoServer:
    """Return a workspace of six integrations whose user alice has these permissions."""
    return DemoServer(
        workspace(
            incoming("in-mine", _createdBy=MINE),
            incoming("in-theirs", _createdBy=THEIRS),
            incoming("in-unknown", _createdBy=None),
            outgoing("out-mine", _createdBy=MINE),
            outgoing("out-theirs", _createdBy=THEIRS),
            outgoing("out-unknown"),
            users=[{"_id": "aliceId", "username": "alice", "roles": ["auditing"]}],
            permissions=[{"_id": name, "roles": ["auditing"]} for name in permissions],
        )
    )


ALL_IN = ["in-mine", "in-theirs", "in-unknown"]
ALL_OUT = ["out-mine", "out-theirs", "out-unknown"]
OWN = ["in-mine", "out-mine"]


@pytest.mark.parametrize(
    ("permissions", "seen"),
    [
        pytest.param([FULL_IN, FULL_OUT], ALL_IN + ALL_OUT, id="both full"),
        pytest.param([FULL_IN, FULL_OUT, OWN_IN, OWN_OUT], ALL_IN + ALL_OUT, id="all four"),
        pytest.param([OWN_IN, OWN_OUT], OWN, id="both own"),
        pytest.param([OWN_IN, OWN_OUT, FULL_IN], OWN, id="both own and a full one"),
        pytest.param([OWN_IN, OWN_OUT, FULL_OUT], OWN, id="both own and the other full one"),
        pytest.param([FULL_IN], ALL_IN, id="full incoming"),
        pytest.param([FULL_OUT], ALL_OUT, id="full outgoing"),
        pytest.param([OWN_IN], ["in-mine"], id="own incoming"),
        pytest.param([OWN_OUT], ["out-mine"], id="own outgoing"),
        pytest.param([FULL_IN, OWN_OUT], [*ALL_IN, "out-mine"], id="full incoming, own outgoing"),
        pytest.param([FULL_OUT, OWN_IN], ["in-mine", *ALL_OUT], id="full outgoing, own incoming"),
        pytest.param([FULL_IN, OWN_IN], ALL_IN, id="full and own incoming"),
    ],
)
def test_the_list_shows_what_the_permissions_allow(permissions: list[str], seen: list[str]) -> None:
    """The list holds what the caller may see, counted as if there were no more."""
    with server_with(*permissions) as server:
        reply = ask(server, "integrations.list", "alice", count=0, sort='{"_id":1}').json()
    assert [document["_id"] for document in reply["integrations"]] == seen
    assert reply["total"] == len(seen)


@pytest.mark.parametrize(
    ("permissions", "given"),
    [
        pytest.param([FULL_IN, FULL_OUT], ALL_IN + ALL_OUT, id="both full"),
        pytest.param([OWN_IN, OWN_OUT], OWN, id="both own"),
        pytest.param([OWN_IN, OWN_OUT, FULL_IN], [*ALL_IN, "out-mine"], id="more than listed"),
        pytest.param([OWN_OUT], ["out-mine"], id="own outgoing"),
        pytest.param([], [], id="none"),
    ],
)
def test_a_single_integration_is_given_by_its_own_direction(
    permissions: list[str], given: list[str]
) -> None:
    """Asked for one integration, the server looks at the permissions of its direction alone."""
    with server_with(*permissions) as server:
        replies = {
            name: ask(server, "integrations.get", "alice", integrationId=name)
            for name in ALL_IN + ALL_OUT
        }
    assert [name for name, reply in replies.items() if reply.ok] == given
    refused = [reply for reply in replies.values() if not reply.ok]
    assert {reply.status_code for reply in refused} <= {400}
    assert all(reply.json() == {"success": False, "error": "not-authorized"} for reply in refused)


@pytest.mark.parametrize(
    ("account", "seen"),
    [
        pytest.param("auditor", ["in", "mine", "out"], id="auditor sees all"),
        pytest.param("limited", ["in", "mine", "out"], id="limited sees all"),
        pytest.param("own", ["mine"], id="own sees what it created"),
        pytest.param("incoming", ["in"], id="incoming sees one direction"),
    ],
)
def test_the_built_in_accounts_see_what_they_stand_for(account: str, seen: list[str]) -> None:
    """Each built-in account has its own view of the same workspace."""
    shown = workspace(
        incoming("in"), outgoing("out"), outgoing("mine", _createdBy={"_id": "ownDemo0000000000"})
    )
    with DemoServer(shown) as server:
        assert listed(server, account, sort='{"_id":1}') == seen
