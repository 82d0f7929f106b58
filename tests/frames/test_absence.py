from datetime import timedelta
from typing import Any

import pytest
from audit_frames import incoming, outgoing
from two_snapshots import MONDAY, TUESDAY, night, snapshot_of

from rcaudit.frames.changes import diff_snapshots
from rcaudit.snapshot.manifest import Gap, Reach, Visibility

OTHERS = {"_id": "u-bob", "username": "bob"}
DOCUMENTS = (
    incoming("in", _createdBy=OTHERS),
    incoming("in-own"),
    outgoing("out", _createdBy=OTHERS),
    outgoing("out-own"),
    incoming("nobody's", _createdBy=None, type="webhook-other"),
)


def partial(incoming_reach: Reach, outgoing_reach: Reach) -> dict[str, Any]:
    """Return what the manifest of such a view says."""
    visibility = Visibility(incoming_reach=incoming_reach, outgoing_reach=outgoing_reach)
    gap = Gap(code="visibility", message="you see 1 of 5 integrations")
    return {"visibility": visibility, "gaps": (gap,), "account_id": "u-ada"}


VIEWS = [
    pytest.param({}, {"in", "in-own", "out", "out-own", "nobody's"}, id="a whole view"),
    pytest.param(partial("all", "none"), {"in", "in-own"}, id="incoming only"),
    pytest.param(partial("none", "all"), {"out", "out-own"}, id="outgoing only"),
    pytest.param(partial("own", "own"), {"in-own", "out-own"}, id="own ones"),
    pytest.param(partial("all", "own"), {"in", "in-own", "out-own"}, id="all and own ones"),
    pytest.param(partial("own", "own") | {"account_id": None}, set(), id="whose is not known"),
    *(
        pytest.param({"gaps": (Gap(code=code, message="m"),)}, set(), id=code)
        for code in ("short_list", "count_differs", "visibility_unknown", "unidentified", "new")
    ),
    pytest.param(
        partial("all", "none")
        | {"gaps": tuple(Gap(code=c, message="m") for c in ("visibility", "short_list"))},
        set(),
        id="two reasons",
    ),
    *(
        pytest.param(
            {"gaps": (Gap(code=code, message="m", integration_ids=("x",)),)},
            {"in", "in-own", "out", "out-own", "nobody's"},
            id=f"{code}, but listed",
        )
        for code in ("forbidden", "failed", "accounts", "activity")
    ),
]


@pytest.mark.parametrize(("view", "proved"), VIEWS)
def test_is_removed_only_where_the_newer_snapshot_would_have_shown_it(
    view: dict[str, Any], proved: set[str]
) -> None:
    """What the newer view could not have had is unseen, and a note says why."""
    diff = night(snapshot_of(*DOCUMENTS), snapshot_of(**view))

    assert set(diff.removed["integration_id"]) == proved
    assert diff.counts()["unseen"] == len(DOCUMENTS) - len(proved)
    assert diff.counts()["removed"] == len(proved)
    has_note = any("newer snapshot is incomplete" in note for note in diff.notes)
    assert has_note == (len(proved) < len(DOCUMENTS))


@pytest.mark.parametrize(("view", "proved"), VIEWS)
def test_is_added_only_where_the_older_snapshot_would_have_shown_it(
    view: dict[str, Any], proved: set[str]
) -> None:
    """What the older view could not have had is seen for the first time, and no more."""
    diff = night(snapshot_of(**view), snapshot_of(*DOCUMENTS))

    assert set(diff.added["integration_id"]) == proved
    assert diff.counts()["first_seen"] == len(DOCUMENTS) - len(proved)


def test_was_not_there_before_it_was_created() -> None:
    """An integration that is younger than a partial snapshot was added since."""
    younger = incoming("a", _createdAt="2026-11-02T09:00:00.000Z")
    view = {"gaps": (Gap(code="short_list", message="m"),)}

    diff = night(snapshot_of(**view), snapshot_of(younger))

    assert diff.added["integration_id"].tolist() == ["a"]


def test_what_both_have_is_compared_in_a_partial_view() -> None:
    """A gap hides what is missing, not what is there."""
    diff = night(
        snapshot_of(incoming("a")),
        snapshot_of(incoming("a", enabled=False), **partial("all", "none")),
    )

    assert diff.counts() == {"added": 0, "removed": 0, "changed": 1, "unseen": 0, "first_seen": 0}
    assert not diff.is_complete


def test_says_what_each_side_is_missing() -> None:
    """The gap's own sentence, and what follows from it."""
    view = partial("all", "none")

    assert night(snapshot_of(**view), snapshot_of(**view)).notes == (
        (
            "The older snapshot is incomplete (you see 1 of 5 integrations): what it may have "
            "missed is told as first seen, not as added."
        ),
        (
            "The newer snapshot is incomplete (you see 1 of 5 integrations): what it may have "
            "missed is told as unseen, not as removed."
        ),
    )


@pytest.mark.parametrize("distance", [timedelta(0), timedelta(days=1)], ids=["equal", "later"])
def test_says_where_the_order_is_the_wrong_way_round(distance: timedelta) -> None:
    """The order stays as it was given."""
    diff = diff_snapshots(
        snapshot_of(incoming("a"), taken_at=MONDAY + distance), snapshot_of(taken_at=MONDAY)
    )

    assert diff.removed["integration_id"].tolist() == ["a"]
    assert any("backwards in time" in note for note in diff.notes) == bool(distance)
    assert diff.old.taken_at == MONDAY + distance <= TUESDAY
