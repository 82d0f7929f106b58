"""Tables for checks that come in pairs: of two accounts, two ages, two kinds of rooms."""

from datetime import timedelta

import pytest
from audit_frames import NOW, account

GONE = account("u-gone", account_username="Gone", is_active=False)
"""An account that is deactivated."""

named_in_any_way = pytest.mark.parametrize(
    ("key", "name"),
    [
        pytest.param("u-gone", "gone", id="by id and name"),
        pytest.param("u-gone", "renamed", id="by id, since renamed"),
        pytest.param(None, "gone", id="by name in another case"),
        pytest.param("u-before", "gone", id="by name, the id being unknown"),
    ],
)
"""How an integration may name the account that is gone."""

without_one_condition = pytest.mark.parametrize(
    ("columns", "fields"),
    [
        pytest.param({"is_active": True}, {}, id="an active account"),
        pytest.param({"is_active": None}, {}, id="an account of which nothing is known"),
        pytest.param({"account_id": "u-x", "account_username": "x"}, {}, id="no such account"),
        pytest.param({}, {"enabled": False}, id="switched off"),
    ],
)
"""What makes an account, or the integration that names it, harmless."""


def before(days: int) -> str:
    """Return the time so many days before the snapshot."""
    return (NOW - timedelta(days=days)).isoformat().replace("+00:00", "Z")


def saved_lately(days: int) -> pytest.MarkDecorator:
    """Give the fields of integrations that nobody can say were saved so many days ago."""
    return pytest.mark.parametrize(
        "fields",
        [
            pytest.param({"_updatedAt": before(days)}, id="not quite so long ago"),
            pytest.param({"_updatedAt": before(-5)}, id="a time to come"),
            pytest.param({"_updatedAt": None, "_createdAt": None}, id="no time"),
            pytest.param({"_updatedAt": "yesterday", "_createdAt": "before"}, id="no such times"),
        ],
    )


of_each_event = pytest.mark.parametrize(
    ("event", "heard"),
    [
        pytest.param("sendMessage", "the messages of", id="messages"),
        pytest.param("fileUploaded", "the uploads to", id="uploads"),
        pytest.param("roomJoined", "who joins", id="joining"),
        pytest.param("roomLeft", "who leaves", id="leaving"),
        pytest.param("roomMuted", "what happens in", id="an event that is not known"),
        pytest.param(None, "what happens in", id="no event"),
    ],
)
"""The events that have a room, and what an integration hears by them."""

hearing_less = pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"channel": ["#ops", "@ada"]}, id="named rooms"),
        pytest.param({"channel": ["all_public_channels"]}, id="public channels"),
        pytest.param({"channel": []}, id="no rooms"),
        pytest.param({"enabled": False}, id="switched off"),
        pytest.param({"event": "roomCreated"}, id="an event that ignores its channels"),
    ],
)
"""What keeps an integration from hearing all rooms of a kind."""
