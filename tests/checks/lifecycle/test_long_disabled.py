from audit_frames import incoming
from judging import flagged, judge, only
from twin_checks import before, saved_lately

from rcaudit.checks.lifecycle.long_disabled import long_disabled
from rcaudit.checks.thresholds import Thresholds

DAYS = 365


def test_flags_integrations_that_were_saved_long_ago() -> None:
    """The message tells how long."""
    finding = only(long_disabled, incoming("a", enabled=False, _updatedAt=before(DAYS + 1)))

    assert finding["message"] == f"Is off, and was last saved {DAYS + 1} days ago."


def test_flags_by_the_creation_where_no_save_is_known() -> None:
    """An integration that was never saved again is as old as it is."""
    document = incoming("a", enabled=False, _updatedAt=None, _createdAt=before(DAYS + 1))

    assert flagged(long_disabled, document) == ["a"]


@saved_lately(DAYS)
def test_ignores_others(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    document = incoming("a", **({"enabled": False, "_updatedAt": before(DAYS + 1)} | fields))

    assert flagged(long_disabled, document) == []


def test_ignores_integrations_that_are_on() -> None:
    """The other check is about them."""
    document = incoming("a", enabled=True, _updatedAt=before(DAYS + 1))

    assert flagged(long_disabled, document) == []


def test_the_days_can_be_changed() -> None:
    """A threshold moves the line."""
    document = incoming("a", enabled=False, _updatedAt=before(10))
    thresholds = Thresholds(long_disabled_after_days=9)

    assert len(judge(long_disabled, document, thresholds=thresholds)) == 1
