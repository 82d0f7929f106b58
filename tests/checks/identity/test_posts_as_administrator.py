import pytest
from audit_frames import account, incoming, outgoing
from judging import flagged, only

from rcaudit.checks.identity.posts_as_administrator import posts_as_administrator

ADMINISTRATOR = account("u-build", roles=["user", "admin"], account_type="user")


def test_flags_posters_with_the_role_admin() -> None:
    """Incoming and outgoing ones, whatever other roles there are."""
    for document in (incoming("a"), outgoing("a")):
        finding = only(posts_as_administrator, document, accounts=[ADMINISTRATOR])
        assert finding["message"] == "Posts as build.bot, an administrator."


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        pytest.param({"roles": ["user", "administrative"]}, {}, id="a role that is named alike"),
        pytest.param({"roles": None}, {}, id="unknown roles"),
        pytest.param({}, {"enabled": False}, id="switched off"),
        pytest.param({}, {"userId": "u-x", "username": "x"}, id="another poster"),
    ],
)
def test_ignores_others(columns: dict[str, object], fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    accounts = [ADMINISTRATOR | columns]

    assert flagged(posts_as_administrator, incoming("a", **fields), accounts=accounts) == []


def test_ignores_creators_with_the_role_admin() -> None:
    """Creating integrations is what administrators do."""
    accounts = [account("u-ada", roles=["admin"]), account("u-build")]

    assert flagged(posts_as_administrator, incoming("a"), accounts=accounts) == []
