from typing import Any

import pytest
from demo_documents import incoming, outgoing
from tables import frames_of, row, rows

ANN, BOB = {"_id": "1", "username": "ann"}, {"_id": "2", "username": "bob"}


def posting_as(account: dict[str, str]) -> dict[str, Any]:
    """Return the fields of an integration that posts as the account."""
    return {"userId": account["_id"], "username": account["username"]}


def test_counts_what_an_account_created_and_posts_as() -> None:
    """Each account has a row; what it both created and posts as counts once."""
    frames = frames_of(
        incoming("a", _createdBy=ANN, **posting_as(ANN), scriptEnabled=True),
        outgoing("b", _createdBy=ANN, **posting_as(BOB), enabled=False),
        outgoing("c", _createdBy=BOB, **posting_as(ANN), enabled=None),
    )

    ann, bob = rows(frames.creators)

    assert ann == {
        "workspace": "chat.example.com",
        "account_id": "1",
        "account_username": "ann",
        "created_count": 2,
        "posting_count": 2,
        "integration_count": 3,
        "enabled_count": 1,
        "disabled_count": 1,
        "incoming_count": 1,
        "outgoing_count": 2,
        "scripted_count": 1,
    }
    assert (bob["created_count"], bob["posting_count"], bob["integration_count"]) == (1, 1, 2)
    assert (bob["enabled_count"], bob["disabled_count"]) == (0, 1)


def test_counts_each_integration_that_has_no_id() -> None:
    """Integrations are counted, whatever their ids are."""
    document = {"type": "webhook-incoming", "_createdBy": ANN}

    assert row(frames_of(document, document).creators)["integration_count"] == 2


@pytest.mark.parametrize(
    ("creator", "account"),
    [
        ({"_id": "1"}, ("1", None)),
        ({"username": "ann"}, (None, "ann")),
        ({"_id": "", "username": ""}, ("", "")),
        ({"_id": 5, "username": "ann"}, (None, "ann")),
    ],
)
def test_takes_an_account_that_is_partly_known(
    creator: dict[str, Any], account: tuple[str | None, str | None]
) -> None:
    """An id or a name is enough for an account."""
    creators = row(frames_of(incoming("a", _createdBy=creator)).creators)

    assert (creators["account_id"], creators["account_username"]) == account


@pytest.mark.parametrize("creator", [None, "ann", {}, {"_id": None}, []])
def test_makes_no_account_of_nobody(creator: Any) -> None:
    """Where nobody is named there is no row."""
    assert frames_of(incoming("a", _createdBy=creator)).creators.empty


def test_sorts_accounts_by_id_and_name_with_missing_ones_last() -> None:
    """Rows have an order of their own, whoever comes first in the documents."""
    names = [(None, "z"), ("2", None), ("2", "b"), (None, "y"), ("1", "x"), ("", "")]
    documents = [
        incoming(f"{place}", _createdBy={"_id": key, "username": name})
        for place, (key, name) in enumerate(names)
    ]

    creators = rows(frames_of(*documents).creators)

    assert [(line["account_id"], line["account_username"]) for line in creators] == [
        ("", ""),
        ("1", "x"),
        ("2", "b"),
        ("2", None),
        (None, "y"),
        (None, "z"),
    ]
