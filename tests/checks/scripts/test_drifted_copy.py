from audit_frames import RELAY, scripted
from judging import flagged, judge, only

from rcaudit.checks.scripts.drifted_copy import drifted_copy
from rcaudit.checks.thresholds import Thresholds

STATEMENTS = [f"const value{n} = content.part{n};" for n in range(20)]
LONG = "\n".join(STATEMENTS)
ONE_MORE = f"{LONG}\nif (!token) return;"
FEWER = "\n".join(STATEMENTS[:10])


def test_flags_a_later_copy_with_a_change() -> None:
    """The older one is the original, and it is not flagged."""
    finding = only(
        drifted_copy,
        scripted("b", LONG, _createdAt="2025-01-01T00:00:00Z"),
        scripted("a", ONE_MORE, _createdAt="2026-01-01T00:00:00Z"),
    )

    assert finding["integration_id"] == "a"
    assert finding["message"] == "Its script is nearly the same as that of 'Builds b' (b)."


def test_flags_the_rarer_version_however_old() -> None:
    """The version that most have is the original."""
    findings = flagged(
        drifted_copy,
        scripted("a", LONG, _createdAt="2020-01-01T00:00:00Z"),
        scripted("b", ONE_MORE),
        scripted("c", ONE_MORE + "// with a comment"),
    )

    assert findings == ["a"]


def test_flags_every_integration_with_the_drifted_version() -> None:
    """All that have it are flagged, on or off."""
    common = [scripted(f"c{n}", LONG) for n in range(3)]
    drifted = [scripted("a", ONE_MORE, scriptEnabled=False), scripted("b", ONE_MORE, enabled=False)]

    assert flagged(drifted_copy, *common, *drifted) == ["a", "b"]


def test_flags_each_version_of_many() -> None:
    """Among fifty versions one is the original."""
    versions = [scripted(f"v{n:02}", f"{LONG}\nreturn {n};") for n in range(50)]

    assert flagged(drifted_copy, *versions) == [f"v{n:02}" for n in range(1, 50)]


def test_ignores_scripts_that_share_little() -> None:
    """Half of the statements is not four fifths."""
    assert flagged(drifted_copy, scripted("a", LONG), scripted("b", FEWER)) == []


def test_ignores_scripts_that_share_nothing() -> None:
    """Different scripts are no copies."""
    assert flagged(drifted_copy, scripted("a", LONG), scripted("b", RELAY)) == []


def test_ignores_copies_without_a_change() -> None:
    """The same code is a copy, but has not drifted."""
    assert flagged(drifted_copy, scripted("a", LONG), scripted("b", f"{LONG} // b")) == []


def test_the_share_can_be_changed() -> None:
    """A threshold moves the line."""
    documents = [scripted("a", LONG), scripted("b", "\n".join(STATEMENTS[:16]))]

    assert len(judge(drifted_copy, *documents)) == 1
    strict = Thresholds(drifted_similarity=0.9)
    assert judge(drifted_copy, *documents, thresholds=strict).empty
