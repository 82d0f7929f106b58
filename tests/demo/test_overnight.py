"""What the demo workspace shows of a night."""

from rcaudit.demo.overnight import fetched_twice
from rcaudit.frames.changes import diff_snapshots


def test_something_of_every_kind_happens():
    """An integration comes, one goes, and three are changed in all that a diff can tell."""
    with fetched_twice() as (before, after):
        diff = diff_snapshots(before, after)

    assert diff.added["name"].tolist() == ["Meeting minutes"]
    assert diff.removed["name"].tolist() == ["Old helpdesk import"]
    assert diff.counts()["changed"] == 3
    assert {"is_enabled", "token_fingerprint", "url", "channel", "script_sha256"} <= set(
        diff.changes["field"].dropna()
    )
    assert diff.notes == ()
    assert diff.is_complete
