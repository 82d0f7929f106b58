from typing import Any

import pytest
from audit_frames import incoming, outgoing, scripted
from two_snapshots import OTHER_KEY, night, snapshot_of, told

from rcaudit.snapshot.redaction import REDACTION_VERSION

SECRET = "T9fK2mQ7xR4vB8nLw3Zc"
SENDER = f"class Script {{}}\nconst apiKey = '{SECRET}';\nconst room = '#ops';\n"
TEXTS = {
    "urls": [f"https://hooks.example.org/services/{SECRET}"],
    "script": SENDER,
    "alias": f"key {SECRET}",
}


def test_another_key_makes_no_change_of_its_own() -> None:
    """Fingerprints of two keys cannot be compared, and are not, wherever they stand."""
    document = outgoing("a", **TEXTS)

    diff = night(snapshot_of(document), snapshot_of(document, key=OTHER_KEY))

    assert told(diff) == []
    assert diff.notes == (
        (
            "Tokens and other secrets are not compared, only their lengths: their fingerprints "
            "were made with different keys."
        ),
    )


def test_what_is_no_secret_is_compared_under_another_key() -> None:
    """Around the marks, texts, addresses and scripts are as comparable as ever."""
    new = outgoing(
        "a",
        urls=[f"https://hooks.example.org/elsewhere/{SECRET}"],
        script=SENDER.replace("#ops", "#spy"),
        alias=f"a key {SECRET}",
        token="short",
    )

    diff = night(snapshot_of(outgoing("a", **TEXTS)), snapshot_of(new, key=OTHER_KEY))

    assert sorted(diff.changes["field"]) == [
        *("alias", "script_sha256", "token_length", "url", "url")
    ]


def test_a_secret_that_changed_shows_under_the_same_key() -> None:
    """The marks of a secret are its fingerprint."""
    new = outgoing("a", urls=[f"https://hooks.example.org/services/{SECRET[::-1]}"])

    diff = night(snapshot_of(outgoing("a", urls=TEXTS["urls"])), snapshot_of(new))

    assert [row[1] for row in told(diff)] == ["url", "url"]
    assert diff.notes == ()


@pytest.mark.parametrize("sides", [(True, False), (False, True), (True, True)])
def test_without_fingerprints_tokens_are_not_compared(sides: tuple[bool, bool]) -> None:
    """Neither themselves nor by their lengths."""
    bare: dict[str, Any] = {"key_id": None}
    old, new = (
        snapshot_of(incoming("a", token=token), **(bare if is_bare else {}))
        for token, is_bare in zip((SECRET, "short"), sides, strict=True)
    )

    diff = night(old, new)

    assert told(diff) == []
    assert diff.notes == (
        "Tokens and other secrets are not compared: a snapshot has no fingerprints of them.",
    )


def test_other_rules_of_redaction_change_no_text_that_nobody_saved() -> None:
    """A text that differs at the same `_updatedAt` was covered differently; a switch was not."""
    old = outgoing("a", alias="key 1", channel=["#a"], enabled=True)
    new = outgoing("a", alias="key *", channel=["#*"], enabled=False, token=SECRET)

    diff = night(snapshot_of(old, redaction_version=1), snapshot_of(new))

    fields = {row[1] for row in told(diff)}
    assert fields == {"is_enabled", "token_fingerprint", "token_length"}
    [note] = diff.notes
    assert f"different rules (versions 1 and {REDACTION_VERSION})" in note


@pytest.mark.parametrize(
    "saved",
    [
        pytest.param(("2026-10-01T08:00:00.000Z", "2026-11-02T08:00:00.000Z"), id="saved since"),
        pytest.param((None, None), id="nobody knows when"),
    ],
)
def test_other_rules_of_redaction_hide_no_text_that_was_saved(saved: tuple[Any, Any]) -> None:
    """What may be a change is told."""
    old = snapshot_of(outgoing("a", alias="x", _updatedAt=saved[0]), redaction_version=1)
    new = snapshot_of(outgoing("a", alias="y", channel=["#b"], _updatedAt=saved[1]))

    assert {"alias", "channel"} <= {row[1] for row in told(night(old, new))}


def test_scripts_left_out_are_compared_by_their_size() -> None:
    """The text is not there to compare; its length is."""
    old = snapshot_of(scripted("a", "const x = 1;\n"), scripted("b"), has_scripts=False)
    new = snapshot_of(scripted("a", "const x = 12;\n"), scripted("b"))

    diff = night(old, new)

    assert told(diff) == [("a", "script_size", "13", "14")]
    assert diff.notes == (
        (
            "The texts of scripts are not compared, only their sizes: a snapshot was taken without "
            "scripts."
        ),
    )


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        pytest.param(
            {"server_version": "9.0.0"},
            "The snapshots are of Rocket.Chat 8.4.0 and 9.0.0: what the server changed by itself "
            "is told as changed too.",
            id="the server was upgraded",
        ),
        pytest.param(
            {"server_version": None},
            "The snapshots are of Rocket.Chat 8.4.0 and unknown: what the server changed by itself "
            "is told as changed too.",
            id="the server's version is not known",
        ),
        pytest.param(
            {"tool_version": "99.0"},
            "and 99.0: what these keep differently may be told as changed.",
            id="rcaudit was upgraded",
        ),
    ],
)
def test_says_what_differs_beside_the_integrations(fields: dict[str, Any], note: str) -> None:
    """A reader who sees everything change learns why."""
    [said] = night(snapshot_of(), snapshot_of(**fields)).notes

    assert said.endswith(note)
