import pytest
from audit_frames import call, outgoing
from judging import flagged, judge, only

from rcaudit.checks.lifecycle.failing_integration import failing_integration
from rcaudit.checks.thresholds import Thresholds


def calls(failed: int, good: int, **columns: object) -> list[dict[str, object]]:
    """Return so many calls that failed, and so many that went well."""
    return [call("a", has_error=i < failed, **columns) for i in range(failed + good)]


@pytest.mark.parametrize(
    ("failed", "good"),
    [
        pytest.param(3, 0, id="all of three"),
        pytest.param(2, 2, id="half of four"),
        pytest.param(9, 1, id="most of ten"),
    ],
)
def test_flags_integrations_of_whose_calls_many_failed(failed: int, good: int) -> None:
    """Half of the calls, of three or more."""
    finding = only(failing_integration, outgoing("a"), activity=calls(failed, good))

    assert finding["message"] == f"{failed} of {failed + good} calls failed."


@pytest.mark.parametrize(
    ("fields", "activity"),
    [
        pytest.param({}, calls(2, 0), id="two calls only"),
        pytest.param({}, calls(2, 3), id="less than half"),
        pytest.param({}, calls(0, 9), id="none"),
        pytest.param({}, calls(3, 0, happened_at=None), id="no calls, though rows"),
        pytest.param({}, [call("a", has_error=None)] * 3, id="an unknown end"),
        pytest.param({}, [call("b", has_error=True)] * 3, id="another integration"),
        pytest.param({"enabled": False}, calls(3, 0), id="switched off"),
    ],
)
def test_ignores_others(fields: dict[str, object], activity: list[dict[str, object]]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(failing_integration, outgoing("a", **fields), activity=activity) == []


def test_the_share_and_the_number_can_be_changed() -> None:
    """Thresholds move the line; with a share of 0 some call must have failed all the same."""
    document = outgoing("a")
    strict = Thresholds(failing_share=0.0, failing_calls=1)

    def count(activity: list[dict[str, object]]) -> int:
        return len(judge(failing_integration, document, activity=activity, thresholds=strict))

    assert count(calls(1, 9)) == 1
    assert count(calls(0, 9)) == 0
