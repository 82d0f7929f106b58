import pytest
from audit_frames import account, incoming
from judging import flagged, judge, only

from rcaudit.checks.identity.missing_account import missing_account

ADA = account("u-ada")
BOT = account("u-build")


def test_flags_a_creator_that_does_not_exist() -> None:
    """The resource names the account."""
    finding = only(missing_account, incoming("a"), accounts=[BOT])

    assert finding["message"] == "Was created by ada, an account that does not exist."
    assert finding["resource"] == "ada"


def test_flags_a_poster_that_does_not_exist() -> None:
    """An account without a name is called by its id."""
    finding = only(missing_account, incoming("a", username=None), accounts=[ADA])

    assert finding["message"] == "Posts as u-build, an account that does not exist."


def test_flags_one_account_in_both_roles_twice() -> None:
    """Each role is a finding of its own, with an identity of its own."""
    document = incoming("a", _createdBy={"_id": "u-build", "username": "build.bot"})
    findings = judge(missing_account, document, accounts=[])

    assert findings["message"].str.split().str[0].tolist() in (["Was", "Posts"], ["Posts", "Was"])
    assert findings["finding_id"].is_unique


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="both exist"),
        pytest.param({"_createdBy": None, "userId": None, "username": None}, id="nobody is named"),
        pytest.param({"userId": "u-old", "username": "Build.Bot"}, id="found by name"),
        pytest.param({"userId": "u-x", "username": "x", "enabled": False}, id="switched off"),
    ],
)
def test_ignores_accounts_that_exist(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(missing_account, incoming("a", **fields), accounts=[ADA, BOT]) == []


def test_ignores_accounts_of_which_nothing_else_is_known() -> None:
    """An account that could not be asked for is no missing one."""
    accounts = [{"account_id": "u-ada"}, {"account_id": "u-build"}]

    assert flagged(missing_account, incoming("a"), accounts=accounts) == []
