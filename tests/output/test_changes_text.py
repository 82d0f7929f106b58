from typing import Any

import pytest
from audit_frames import incoming, outgoing, scripted
from hypothesis import given, settings
from odd_documents import DOCUMENTS
from two_snapshots import OTHER_KEY, night, snapshot_of

from rcaudit.frames.changes import diff_snapshots
from rcaudit.frames.diff import Diff
from rcaudit.output.changes_data import render_csv, render_json
from rcaudit.output.changes_text import render_markdown, render_table
from rcaudit.snapshot.manifest import Gap
from rcaudit.snapshot.snapshot import Snapshot

SAVED = "2026-11-02T09:30:00.000Z"
GAP = Gap(code="short_list", message="one never came")


def diff() -> Diff:
    """Return a diff with something of every kind."""
    old = snapshot_of(
        incoming("a", name="Build|s \x1b[31m\r\n<b>"),
        scripted("c", "const x = 1;\n", name="D" * 99),
        outgoing("gone", _createdBy=None, _createdAt=None, _updatedAt=None),
        outgoing("kept"),
    )
    new = snapshot_of(
        incoming("a", name="Builds\u202e", enabled=False, channel=["#b"], _updatedAt=SAVED),
        scripted("c", "const x = 1;\nx();\n", name="D" * 99),
        incoming("new", _createdAt=SAVED, _createdBy={"username": "b\nb"}, type=None),
        outgoing("kept"),
        server_version="8.5.0",
    )
    return night(old, new)


def test_the_table_groups_by_what_became_of_an_integration() -> None:
    """Names with ids, who and when, a sentence for each change, and notes."""
    assert render_table(diff()).splitlines() == [
        (
            "chat.example.org, 2026-11-03 03:00 UTC: 1 added, 1 removed, 2 changed since "
            "2026-11-02 03:00 UTC"
        ),
        "",
        "ADDED (1 integration)",
        (
            "  Builds new (new): created 2026-11-02 09:30 UTC by b b, last saved 2026-10-01 08:00 "
            "UTC"
        ),
        "    channel: #builds",
        "",
        "REMOVED (1 integration)",
        "  Tickets gone (gone): outgoing",
        "    channel: #builds",
        "    trigger word: !ticket",
        "    url: https://tickets.example.org/from-chat",
        "",
        "CHANGED (2 integrations)",
        "  Builds (a): incoming, last saved 2026-11-02 09:30 UTC",
        "    enabled: yes → no",
        "    name: Build|s  [31m <b> → Builds",
        "    channel removed: #builds",
        "    channel added: #b",
        f"  {'D' * 80}… (c): incoming, last saved 2026-10-01 08:00 UTC",
        "    script text changed: 2 → 3 lines",
        "",
        "NOTES",
        (
            "  The snapshots are of Rocket.Chat 8.4.0 and 8.5.0: what the server changed by itself "
            "is told as changed too."
        ),
    ]


def test_nothing_changed_is_one_line() -> None:
    """The counts say so."""
    nothing = night(snapshot_of(incoming("a")), snapshot_of(incoming("a")))
    headline = (
        "chat.example.org, 2026-11-03 03:00 UTC: 0 added, 0 removed, 0 changed since "
        "2026-11-02 03:00 UTC\n"
    )

    assert render_table(nothing) == headline
    assert render_markdown(nothing) == f"# Changes\n\n{headline}"


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        pytest.param({}, {"_updatedAt": SAVED}, "saved again: nothing else that a", id="saved"),
        pytest.param({}, {"token": "x" * 29}, "token rotated\n", id="a token of the same length"),
        pytest.param({}, {"token": "x" * 20}, "token rotated: 29 → 20 characters\n", id="token"),
        pytest.param({"token": None}, {}, "token added: 29 characters\n", id="a first token"),
        pytest.param({}, {"token": None}, "token removed: 29 characters\n", id="no token"),
        pytest.param({}, {"script": "a\nb"}, "script added: 2 lines\n", id="a first script"),
        pytest.param({"script": "a\nb"}, {}, "script removed: 2 lines\n", id="no script"),
        pytest.param(
            {"script": "ab"}, {"script": "b"}, "script text changed: 2 → 1 characters\n", id="size"
        ),
        pytest.param(
            {"script": "a"}, {"script": "b"}, "    script text changed\n", id="a script's letter"
        ),
        pytest.param({"alias": "x"}, {"alias": "y" * 999}, f"x → {'y' * 100}…\n", id="long text"),
        pytest.param({}, {"runOnEdits": True}, "runs on edits: (empty) → yes\n", id="a new field"),
        pytest.param({}, {"retryCount": 6}, "retry count: (empty) → 6\n", id="a number"),
        pytest.param(
            {},
            {"_createdAt": SAVED},
            "created at: 2026-01-10 08:00 UTC → 2026-11-02 09:30 UTC\n",
            id="a time",
        ),
        pytest.param({}, {"channel": ["#builds", ""]}, "channel added: (empty)\n", id="no word"),
    ],
)
def test_says_each_change_in_a_sentence(
    before: dict[str, Any], after: dict[str, Any], sentence: str
) -> None:
    """What an auditor would say, without hashes and counts of characters where lines do."""
    text = render_table(
        night(snapshot_of(incoming("a", **before)), snapshot_of(incoming("a", **after)))
    )

    assert sentence in text
    assert "fingerprint" not in text
    assert "sha256" not in text


def test_a_token_of_another_length_was_rotated_whatever_the_key() -> None:
    """The length tells where the fingerprints cannot."""
    old, new = incoming("a"), incoming("a", token="x" * 20)

    text = render_table(night(snapshot_of(old), snapshot_of(new, key=OTHER_KEY)))

    assert "    token rotated: 29 → 20 characters\n" in text


def test_says_what_an_incomplete_snapshot_may_have_missed() -> None:
    """Perhaps gone, perhaps there before: nobody knows."""
    unseen = render_table(night(snapshot_of(incoming("a")), snapshot_of(gaps=(GAP,))))
    first = render_table(night(snapshot_of(gaps=(GAP,)), snapshot_of(incoming("a"))))

    assert (
        "UNSEEN, PERHAPS STILL THERE (1 integration)\n"
        "  Builds a (a): incoming, last saved 2026-10-01 08:00 UTC\n"
    ) in unseen
    assert "FIRST SEEN, PERHAPS THERE BEFORE (1 integration)\n  Builds a (a): incoming" in first
    assert "NOTES\n  The newer snapshot is incomplete (one never came): what" in unseen


def test_the_page_has_a_list_for_each_group() -> None:
    """Signs of Markdown and HTML in names are escaped, control characters are gone."""
    page = render_markdown(diff())

    assert page.startswith("# Changes\n\nchat.example.org, 2026-11-03 03:00 UTC: 1 added")
    assert "\n## Removed\n\n- **Tickets gone (gone)**: outgoing\n  - channel: \\#builds\n" in page
    assert "  - name: Build\\|s  [31m".replace("[", "\\[") in page
    assert "\\<b\\> → Builds\n" in page
    assert "\n## Notes\n\n- The snapshots are of Rocket.Chat 8.4.0" in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_an_integration_of_which_nothing_is_known_is_shown() -> None:
    """Neither direction, nor maker, nor time."""
    bare = {"_id": "a"}
    old, new = snapshot_of(), snapshot_of(bare)

    assert render_table(night(old, new)).endswith("ADDED (1 integration)\n  (no name) (a)\n")
    assert render_markdown(night(old, new)).endswith("## Added\n\n- **(no name) (a)**\n")


@settings(max_examples=25, deadline=None)  # each makes the tables of two snapshots
@given(DOCUMENTS, DOCUMENTS)
def test_no_document_makes_a_diff_fail(old: list[Any], new: list[Any]) -> None:
    """Whatever the fields hold, it can be told in every form, and stored."""
    diff = diff_snapshots(Snapshot.from_documents(old), Snapshot.from_documents(new))

    for text in (render_table(diff), render_markdown(diff)):
        assert len(text.splitlines()) >= 1 + len(diff.in_words())
        assert text.splitlines() == text.split("\n")[:-1], "a text of others ends no line"
    assert render_json(diff).encode()
    assert render_csv(diff).encode()
    assert diff._repr_html_().endswith("</div>")
