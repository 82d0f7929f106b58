from audit_frames import incoming, outgoing
from two_snapshots import night, snapshot_of

from rcaudit.frames.diff import Diff
from rcaudit.snapshot.manifest import Gap

SAVED = "2026-10-01 08:00 UTC"
HOSTILE = "<script>alert(1)</script> $x$ \x1b[2J\u202e"


def diff() -> Diff:
    """Return a diff with something of every kind."""
    old = snapshot_of(incoming("a", name="A"), outgoing("b"), outgoing("c", name=HOSTILE))
    new = snapshot_of(outgoing("d"), outgoing("e"), outgoing("c", enabled=False, name=HOSTILE))
    return night(old, new)


def test_counts_integrations_by_what_became_of_them() -> None:
    """An integration counts once, however many of its fields changed."""
    old, new = snapshot_of(incoming("a")), snapshot_of(incoming("a", name="N", enabled=False))

    assert night(old, new).counts() == {
        "added": 0,
        "removed": 0,
        "changed": 1,
        "unseen": 0,
        "first_seen": 0,
    }


def test_says_in_a_line_what_it_is() -> None:
    """In a terminal as in a notebook's text."""
    assert repr(diff()) == (
        "<Diff of chat.example.org at 2026-11-03 03:00 UTC: 2 added, 2 removed, 1 changed since "
        "2026-11-02 03:00 UTC>"
    )


def test_counts_what_could_not_be_told_only_where_there_is_some() -> None:
    """A whole view needs no word on what it may have missed."""
    gap = Gap(code="short_list", message="one never came")
    partial = night(snapshot_of(incoming("a")), snapshot_of(incoming("b"), gaps=(gap,)))

    assert "1 added, 0 removed, 0 changed, 1 unseen since" in partial.summary
    assert not partial.is_complete
    back = night(snapshot_of(incoming("a"), gaps=(gap,)), snapshot_of(incoming("b")))
    assert "0 added, 1 removed, 0 changed, 1 first seen since" in back.summary
    assert diff().is_complete


def test_tells_in_words_what_became_of_each() -> None:
    """As `rcaudit diff` prints it, for a script or a notebook."""
    told = diff().in_words()

    assert [(one.integration_id, one.change) for one in told] == [
        ("a", "removed"),
        ("b", "removed"),
        ("c", "changed"),
        ("d", "added"),
        ("e", "added"),
    ]
    assert told[2].sentences == ("enabled: yes → no",)
    assert told[3].facts == "outgoing, created 2026-01-10 08:00 UTC by ada, last saved " + SAVED


def test_shows_itself_in_a_notebook() -> None:
    """A sentence, and a row for each integration; texts of others are only text."""
    page = diff()._repr_html_()

    assert "2 added, 2 removed, 1 changed since 2026-11-02 03:00 UTC</p>" in page
    assert page.count("<tr>") == 1 + 5
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x$ \ufffd[2J\ufffd (c)</td>" in page
    assert ">enabled: yes → no</td>" in page
    assert page.index(">added</td>") < page.index(">removed</td>") < page.index(">changed</td>")
    assert page.startswith('<div class="tex2jax_ignore mathjax_ignore">')
    assert "<ul>" not in page


def test_shows_several_changes_of_one_integration_below_each_other() -> None:
    """An integration without a name has its id."""
    old, new = snapshot_of(incoming("a")), snapshot_of(incoming("a", enabled=False, name=""))

    page = night(old, new)._repr_html_()

    assert "(no name) (a)</td>" in page
    assert "enabled: yes → no<br>name: Builds a → (empty)</td>" in page


def test_shows_its_notes_in_a_notebook() -> None:
    """What could not be compared stands below."""
    gap = Gap(code="short_list", message="<one> never came")
    page = night(snapshot_of(), snapshot_of(gaps=(gap,)))._repr_html_()

    assert "<ul><li>The newer snapshot is incomplete (&lt;one&gt; never came): " in page
    assert "<table>" not in page


def test_shows_the_first_of_many_changes() -> None:
    """A notebook is no place for thousands of rows; the frame has them all."""
    many = night(snapshot_of(), snapshot_of(*(incoming(f"id{n:02}") for n in range(60))))

    page = many._repr_html_()

    assert page.count("<tr>") == 52
    assert "and 10 more" in page
