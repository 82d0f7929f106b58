import pytest
from audit_frames import account, incoming
from judging import flagged, only

from rcaudit.checks.identity.posts_as_person import posts_as_person

PERSON = account("u-build", account_username="ada", roles=["user"], account_type="user")


@pytest.mark.parametrize(
    "roles",
    [
        pytest.param(["user"], id="a user"),
        pytest.param(["guest"], id="a guest"),
        pytest.param([], id="no roles"),
        pytest.param(["robot-keeper"], id="a role that is named alike"),
    ],
)
def test_flags_posters_that_are_no_bots(roles: list[str]) -> None:
    """Neither the type nor a role says bot."""
    finding = only(posts_as_person, incoming("a"), accounts=[PERSON | {"roles": roles}])

    assert finding["message"] == "Posts as build.bot, who is no bot."


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        pytest.param({"account_type": "bot"}, {}, id="the type bot"),
        pytest.param({"account_type": "app"}, {}, id="the type app"),
        pytest.param({"roles": ["user", "bot"]}, {}, id="the role bot"),
        pytest.param({"account_type": None}, {}, id="an unknown type"),
        pytest.param({}, {"enabled": False}, id="switched off"),
    ],
)
def test_ignores_others(columns: dict[str, object], fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    accounts = [PERSON | columns]

    assert flagged(posts_as_person, incoming("a", **fields), accounts=accounts) == []
