from audit_frames import account, incoming
from judging import flagged, judge, only
from twin_checks import GONE, named_in_any_way, without_one_condition

from rcaudit.checks.identity.inactive_creator import inactive_creator
from rcaudit.snapshot.redaction import Document


def named(key: str | None, name: str | None, **fields: object) -> Document:
    """Return an integration with this creator."""
    return incoming("a", _createdBy={"_id": key, "username": name}, **fields)


@named_in_any_way
def test_flags_accounts_that_are_deactivated(key: str | None, name: str) -> None:
    """An account is found by its id, else by its name."""
    finding = only(inactive_creator, named(key, name), accounts=[GONE])

    assert finding["message"] == f"Was created by {name}, whose account is deactivated."
    assert finding["resource"] == name


@without_one_condition
def test_ignores_others(columns: dict[str, object], fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    accounts = [GONE | columns]

    assert flagged(inactive_creator, named("u-gone", "gone", **fields), accounts=accounts) == []


def test_ignores_an_id_whose_account_is_active_though_the_name_is_not() -> None:
    """The id decides where it is known."""
    accounts = [GONE, account("u-ada", account_username="ada")]

    assert flagged(inactive_creator, named("u-ada", "gone"), accounts=accounts) == []


def test_ignores_integrations_that_name_nobody() -> None:
    """Without an id and a name there is no account to look at."""
    accounts = [GONE, {"is_active": False}]

    assert judge(inactive_creator, named(None, None), accounts=accounts).empty
