import pytest
from audit_frames import call, incoming, outgoing
from judging import flagged, judge

from rcaudit.checks.lifecycle.never_fired import never_fired
from rcaudit.checks.thresholds import Thresholds

OLD = "2026-09-30T00:00:00.000Z"
RECENT = "2026-10-02T05:00:00.000Z"
SILENT = call("a", happened_at=None, is_finished=None, has_error=None)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"_updatedAt": OLD}, id="saved more than thirty days ago"),
        pytest.param({"_updatedAt": None, "_createdAt": None}, id="of an unknown age"),
    ],
)
def test_flags_integrations_without_a_call(fields: dict[str, object]) -> None:
    """The server was asked and remembers none."""
    assert flagged(never_fired, outgoing("a", **fields), activity=[SILENT]) == ["a"]


@pytest.mark.parametrize(
    ("fields", "activity"),
    [
        pytest.param({}, [call("a")], id="a call"),
        pytest.param({}, [SILENT, call("a", has_error=True)], id="a call that failed"),
        pytest.param({}, [], id="nobody asked"),
        pytest.param({"_updatedAt": RECENT}, [SILENT], id="saved within thirty days"),
        pytest.param({"enabled": False}, [SILENT], id="switched off"),
    ],
)
def test_ignores_others(fields: dict[str, object], activity: list[dict[str, object]]) -> None:
    """One condition changed, and it is not flagged."""
    document = outgoing("a", **({"_updatedAt": OLD} | fields))

    assert flagged(never_fired, document, activity=activity) == []


def test_ignores_incoming_integrations() -> None:
    """The server keeps no history of them."""
    assert flagged(never_fired, incoming("a", _updatedAt=OLD), activity=[SILENT]) == []


def test_the_days_can_be_changed() -> None:
    """A threshold moves the line."""
    document = outgoing("a", _updatedAt=RECENT)
    thresholds = Thresholds(never_fired_after_days=28)

    assert len(judge(never_fired, document, activity=[SILENT], thresholds=thresholds)) == 1
