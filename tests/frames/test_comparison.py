from typing import Any

import pytest
from audit_frames import incoming, outgoing, scripted
from two_snapshots import night, snapshot_of, told

from rcaudit.frames.schema import INTEGRATIONS


@pytest.mark.parametrize(
    ("fields", "field", "old", "new"),
    [
        pytest.param({"enabled": False}, "is_enabled", "true", "false", id="a boolean"),
        pytest.param({"name": "N"}, "name", "Tickets a", "N", id="a text"),
        pytest.param({"name": None}, "name", "Tickets a", None, id="a text that is gone"),
        pytest.param({"event": "roomCreated"}, "event", "sendMessage", "roomCreated", id="a word"),
        pytest.param({"retryCount": 6}, "retry_count", None, "6", id="a number that is new"),
        pytest.param({"type": "webhook-incoming"}, "direction", "outgoing", "incoming", id="type"),
        pytest.param({"scriptEngine": "vm2"}, "script_engine", "isolated-vm", "vm2", id="engine"),
        pytest.param({"color": "red"}, "extra", None, '{"color": "red"}', id="an unknown field"),
        pytest.param(
            {"_updatedAt": "2026-11-02T08:00:00.5Z"},
            "updated_at",
            "2026-10-01T08:00:00.000Z",
            "2026-11-02T08:00:00.500Z",
            id="a time",
        ),
    ],
)
def test_tells_a_field_that_changed(
    fields: dict[str, Any], field: str, old: str | None, new: str | None
) -> None:
    """One row, with both values as text; the tables that repeat it have none."""
    diff = night(snapshot_of(outgoing("a")), snapshot_of(outgoing("a", **fields)))

    assert told(diff) == [("a", field, old, new)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"alias": None}, {"alias": ""}, id="a missing text and an empty one"),
        pytest.param({"channel": []}, {"channel": None}, id="no list and an empty one"),
        pytest.param({"channel": ["#a", "#b"]}, {"channel": ["#b", "#a"]}, id="another order"),
        pytest.param({"script": None}, {"script": ""}, id="no script and an empty one"),
        pytest.param({"enabled": True}, {"enabled": "true"}, id="a boolean written as text"),
    ],
)
def test_takes_as_equal_what_means_the_same(before: dict[str, Any], after: dict[str, Any]) -> None:
    """An auditor is not told of spellings."""
    diff = night(snapshot_of(outgoing("a", **before)), snapshot_of(outgoing("a", **after)))

    assert told(diff) == []


@pytest.mark.parametrize(
    ("field", "column", "table"),
    [
        ("channel", "channel", "channels"),
        ("urls", "url", "urls"),
        ("triggerWords", "trigger_word", "trigger_words"),
    ],
)
def test_tells_each_entry_that_came_or_went(field: str, column: str, table: str) -> None:
    """Entries of lists are compared as often as they occur."""
    old = outgoing(
        "a", **{field: ["http://one.example", "http://two.example", "http://two.example"]}
    )
    new = outgoing(
        "a", **{field: ["http://two.example", "http://three.example", "http://three.example"]}
    )

    diff = night(snapshot_of(old, outgoing("b")), snapshot_of(new, outgoing("b")))

    assert told(diff) == [
        ("a", column, "http://one.example", None),
        ("a", column, "http://two.example", None),
        ("a", column, None, "http://three.example"),
        ("a", column, None, "http://three.example"),
    ]
    assert set(diff.changes["table"]) == {table}


def test_tells_a_changed_script_by_its_hash() -> None:
    """Not the text: its hash, its length, its lines, and what the server made of it."""
    old = snapshot_of(scripted("a", "const x = 1;\n"))
    new = snapshot_of(scripted("a", "const x = 1;\nconst y = 2;\n", scriptError={"name": "E"}))

    diff = night(old, new)

    fields = dict(zip(diff.changes["field"], diff.changes["new"], strict=True))
    assert list(fields) == [
        *("is_script_compiled", "script_error_name", "script_line_count"),
        *("script_sha256", "script_size"),
    ]
    assert fields["script_line_count"] == "3"
    assert set(diff.changes["table"]) == {"scripts"}
    assert "const" not in diff.changes.to_csv()


def test_tells_a_script_that_came() -> None:
    """An integration that had none had nothing of it."""
    diff = night(snapshot_of(incoming("a")), snapshot_of(incoming("a", script="x")))

    assert ("a", "script_size", None, "1") in told(diff)
    assert ("a", "script_line_count", None, "1") in told(diff)


def test_tells_a_rotated_token_by_its_fingerprint() -> None:
    """The token itself is nowhere."""
    new = "zJ4" + "kQ7wLm2Xc9Vb8Nt5Rf" * 2
    diff = night(snapshot_of(incoming("a")), snapshot_of(incoming("a", token=new)))

    assert diff.changes["field"].tolist() == ["token_fingerprint", "token_length"]
    assert new not in diff.changes.to_csv() + repr(diff) + diff._repr_html_()


@pytest.mark.parametrize("is_older", [True, False], ids=["in the older", "in the newer"])
def test_passes_over_what_only_the_list_does_not_give(is_older: bool) -> None:
    """A document of the list lacks fields that nobody took away; what it has is compared."""
    thin = outgoing("a", urls=None, alias=None, enabled=False, scriptEnabled=True)
    full = scripted("a", **outgoing("a", alias="bot", channel=["#builds", "#b"]))
    full |= {"scriptEnabled": True, "skipTranspile": False}
    listed = snapshot_of(thin, outgoing("b"), listed=["a"])
    asked = snapshot_of(full, outgoing("b"))

    diff = night(listed, asked) if is_older else night(asked, listed)

    assert {row[1] for row in told(diff)} == {"is_enabled", "channel"}
    assert diff.notes == (
        (
            "Fields that the server's list does not give are not compared where one of the "
            "snapshots has the list's document only: 1 of the integrations."
        ),
    )


def test_how_a_document_was_got_is_no_change() -> None:
    """From the list or by itself, it is the same integration."""
    document = scripted("a")

    assert told(night(snapshot_of(document, listed=["a"]), snapshot_of(document))) == []
    assert "detail" in {column.name for column in INTEGRATIONS.columns}


def test_both_from_the_list_are_compared_in_full() -> None:
    """Where neither was asked for by itself, what is missing went."""
    diff = night(
        snapshot_of(outgoing("a", alias="bot"), listed=["a"]),
        snapshot_of(outgoing("a"), listed=["a"]),
    )

    assert told(diff) == [("a", "alias", "bot", None)]
    assert diff.notes == ()
