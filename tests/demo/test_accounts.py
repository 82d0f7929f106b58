import pytest
from demo_documents import incoming, outgoing, workspace

from rcaudit.demo.accounts import (
    ACCOUNT_PERMISSIONS,
    account_id,
    account_token,
    with_accounts,
)
from rcaudit.demo.permissions import held_permissions


def permissions_of(username: str) -> frozenset[str]:
    """Return what a built-in account may do in a workspace of the server's defaults."""
    complete = with_accounts(workspace())
    user = next(user for user in complete.users if user["username"] == username)
    return held_permissions(user["roles"], complete.permissions)


def test_ids_and_tokens_look_like_the_servers_and_differ() -> None:
    """Each account has 17 letters and digits for an id, and 43 characters for a token."""
    ids = [account_id(name) for name in ACCOUNT_PERMISSIONS]
    tokens = [account_token(name) for name in ids]
    assert all(len(name) == 17 and name.isalnum() for name in ids)
    assert all(len(token) == 43 for token in tokens)
    assert len({*ids, *tokens}) == 10


def test_the_auditor_may_do_everything() -> None:
    """The auditor is an administrator, who holds every permission."""
    known = {entry["_id"] for entry in with_accounts(workspace()).permissions}
    assert permissions_of("auditor") == known


@pytest.mark.parametrize("username", [name for name in ACCOUNT_PERMISSIONS if name != "auditor"])
def test_the_other_accounts_may_do_what_they_stand_for_and_no_more(username: str) -> None:
    """Each account holds exactly its own permissions, and never the one to skip the limit."""
    assert permissions_of(username) == set(ACCOUNT_PERMISSIONS[username] or ())
    assert "api-bypass-rate-limit" not in permissions_of(username)


def test_a_user_of_the_same_name_keeps_id_and_roles() -> None:
    """A workspace that knows the account already has it once, with the account's role added."""
    known = {"_id": "w" * 17, "username": "own", "roles": ["user"], "active": True}
    complete = with_accounts(workspace(users=[known]))
    assert [user for user in complete.users if user["username"] == "own"] == [
        {**known, "roles": ["user", "demo-own"]}
    ]


def test_a_permission_that_the_workspace_lacks_is_added() -> None:
    """The accounts can do what they stand for even where the workspace defines no permissions."""
    complete = with_accounts(workspace(permissions=[]))
    holders = {entry["_id"]: entry["roles"] for entry in complete.permissions}
    assert holders["manage-incoming-integrations"] == ["demo-limited", "demo-incoming"]


def test_the_workspace_given_stays_as_it_is() -> None:
    """Adding accounts makes a new workspace."""
    given = workspace(incoming("a"), outgoing("b"), users=[{"_id": "u", "username": "own"}])
    with_accounts(given)
    assert given == workspace(incoming("a"), outgoing("b"), users=[{"_id": "u", "username": "own"}])
