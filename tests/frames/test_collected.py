import pandas as pd
from audit_frames import account, call, incoming, make_frames


def test_accounts_that_were_not_collected_are_none() -> None:
    """A table that nobody asked for is told apart from one that is empty."""
    frames = make_frames(incoming(), accounts=None, activity=None)

    assert frames.accounts is None
    assert frames.activity is None


def test_collected_tables_keep_their_dtypes_without_any_rows() -> None:
    """An empty table has the schema's columns and dtypes."""
    frames = make_frames(accounts=[], activity=[])

    assert frames.accounts is not None
    assert frames.accounts.dtypes.astype(str).to_dict() == {
        "workspace": "category",
        "account_id": "string",
        "account_username": "string",
        "is_active": "boolean",
        "roles": "string",
        "account_type": "category",
    }
    assert frames.activity is not None
    assert str(frames.activity["happened_at"].dtype) == "datetime64[us, UTC]"


def test_accounts_are_sorted_by_id_and_their_roles_are_json() -> None:
    """Lists are JSON text here as in every table."""
    frames = make_frames(accounts=[account("u-b"), account("u-a", roles=["admin", "user"])])

    assert frames.accounts is not None
    assert frames.accounts["account_id"].tolist() == ["u-a", "u-b"]
    assert frames.accounts["roles"].tolist() == ['["admin", "user"]', '["bot"]']
    assert frames.accounts["workspace"].tolist() == ["chat.example.org"] * 2


def test_values_of_another_type_are_missing() -> None:
    """A malformed value, or one that a row does not have, is no error."""
    rows = [account("u-a", is_active="perhaps", roles="admin"), {"account_id": "u-b"}]
    accounts = make_frames(accounts=rows).accounts

    assert accounts is not None
    assert accounts[["is_active", "roles"]].isna().all(axis=None)


def test_an_integration_without_calls_has_a_row_without_a_time() -> None:
    """Asked-and-nothing-there is told apart from not-asked."""
    activity = make_frames(activity=[call("b", happened_at=None), call("a")]).activity

    assert activity is not None
    assert activity["integration_id"].tolist() == ["a", "b"]
    assert activity["happened_at"].tolist() == [pd.Timestamp("2026-10-30 08:00Z"), pd.NaT]
