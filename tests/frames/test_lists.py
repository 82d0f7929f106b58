import json
from typing import Any

import pytest
from demo_documents import incoming, outgoing
from tables import frames_of, frames_without, row, rows

from rcaudit.snapshot.redaction import Removed


@pytest.mark.parametrize(
    ("channel", "scope"),
    [
        ("#general", "room"),
        ("@someone", "user"),
        ("all_public_channels", "all_public_channels"),
        ("all_private_groups", "all_private_groups"),
        ("all_direct_messages", "all_direct_messages"),
        ("general", "other"),
        ("", "other"),
    ],
)
def test_tells_the_scope_of_a_channel(channel: str, scope: str) -> None:
    """A channel is a room, a user, or a word for all of a kind."""
    assert row(frames_of(incoming("a", channel=[channel])).channels) == {
        "workspace": "chat.example.com",
        "integration_id": "a",
        "position": 0,
        "channel": channel,
        "channel_scope": scope,
    }


def test_gives_each_entry_a_row() -> None:
    """Entries keep their integration and their place, in order; lists that are empty have none."""
    frames = frames_of(
        outgoing("a", triggerWords=["deploy", ""]),
        outgoing("b", triggerWords=[]),
        outgoing("c"),
        outgoing("d", triggerWords=["build"]),
    )

    assert [tuple(line.values())[1:] for line in rows(frames.trigger_words)] == [
        ("a", 0, "deploy"),
        ("a", 1, ""),
        ("d", 0, "build"),
    ]
    assert [line["trigger_word_count"] for line in rows(frames.integrations)] == [2, 0, None, 1]


def test_takes_addresses_apart() -> None:
    """An address has a row with its parts."""
    frames = frames_of(outgoing("a", urls=["HTTP://10.0.0.1:8080/x"]))

    assert row(frames.urls) == {
        "workspace": "chat.example.com",
        "integration_id": "a",
        "position": 0,
        "url": "HTTP://10.0.0.1:8080/x",
        "url_scheme": "http",
        "url_host": "10.0.0.1",
        "url_port": 8080,
        "url_host_kind": "private",
        "url_secret_kinds": "[]",
    }


@pytest.mark.parametrize("field", ["channel", "urls", "triggerWords"])
def test_keeps_the_places_of_entries_that_are_no_text(field: str) -> None:
    """An entry of another type leaves an empty one, and the list is kept as it was."""
    entries = ["one", 2, None, ["three"], {"four": 4}, "five"]
    frames = frames_of(outgoing("a", **{field: entries}))
    table, column = {
        "channel": (frames.channels, "channel"),
        "urls": (frames.urls, "url"),
        "triggerWords": (frames.trigger_words, "trigger_word"),
    }[field]

    assert table[column].tolist() == ["one", "", "", "", "", "five"]
    assert json.loads(frames.integrations["malformed_fields"][0]) == [field]
    assert json.loads(frames.integrations["extra"][0]) == {field: entries}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("urls.0", ['["userinfo"]', "[]"]),
        ("urls.1", ["[]", '["userinfo"]']),
        ("urls.1.deep", ["[]", '["userinfo"]']),
        ("urls", ["[]", "[]"]),
        ("urls.other", ["[]", "[]"]),
        ("urls.²", ["[]", "[]"]),
        ("name", ["[]", "[]"]),
    ],
)
def test_says_what_an_address_lost(path: str, expected: list[str]) -> None:
    """What was removed is told at its address, and only there."""
    document: dict[str, Any] = outgoing("a", urls=["https://a.example", "https://b.example"])
    frames = frames_without(document, Removed(path, "userinfo", "f1", 3))

    assert frames.urls["url_secret_kinds"].tolist() == expected


def test_says_all_that_an_address_lost() -> None:
    """An address can lose several values."""
    lost = [Removed("urls.0", "userinfo", "f1", 3), Removed("urls.0", "query:token", "f2", 9)]
    frames = frames_without(outgoing("a", urls=["https://a.example"]), *lost)

    assert frames.urls["url_secret_kinds"].tolist() == ['["userinfo", "query:token"]']
