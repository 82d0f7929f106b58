from datetime import timedelta

import pytest
from audit_frames import NOW, incoming
from judging import flagged, judge, only

from rcaudit.checks.lifecycle.long_disabled import long_disabled
from rcaudit.checks.thresholds import Thresholds

DAYS = 365


def before(days: int) -> str:
    """Return the time so many days before the snapshot."""
    return (NOW - timedelta(days=days)).isoformat().replace("+00:00", "Z")


def test_flags_integrations_that_were_saved_long_ago() -> None:
    """The message tells how long."""
    finding = only(long_disabled, incoming("a", enabled=False, _updatedAt=before(DAYS + 1)))

    assert finding["message"] == f"Is off, and was last saved {DAYS + 1} days ago."


def test_flags_by_the_creation_where_no_save_is_known() -> None:
    """An integration that was never saved again is as old as it is."""
    document = incoming("a", enabled=False, _updatedAt=None, _createdAt=before(DAYS + 1))

    assert flagged(long_disabled, document) == ["a"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"_updatedAt": before(DAYS)}, id="not quite so long ago"),
        pytest.param({"_updatedAt": before(-5)}, id="a time to come"),
        pytest.param({"_updatedAt": None, "_createdAt": None}, id="no time"),
        pytest.param({"_updatedAt": "yesterday", "_createdAt": "before"}, id="no such times"),
        pytest.param({"enabled": True}, id="the switch the other way"),
    ],
)
def test_ignores_others(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    document = incoming("a", **({"enabled": False, "_updatedAt": before(DAYS + 1)} | fields))

    assert flagged(long_disabled, document) == []


def test_the_days_can_be_changed() -> None:
    """A threshold moves the line."""
    document = incoming("a", enabled=False, _updatedAt=before(10))
    thresholds = Thresholds(long_disabled_after_days=9)

    assert len(judge(long_disabled, document, thresholds=thresholds)) == 1
