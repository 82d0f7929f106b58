import pandas as pd
import pytest
from audit_frames import make_frames, outgoing

from rcaudit.checks.catalogue import run_checks
from rcaudit.checks.finding import Check, check, enabled, found
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.errors import ConfigError
from rcaudit.frames.frames import Frames


@check(Severity.LOW)
def every_integration(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Integration is there.

    What it does
        Flags all of
        them.

        Really all.

    Why it matters
        It does not.

    How to fix it
        Leave it.
    """
    return found(frames.integrations, "Is there.", resource="all")


def test_a_check_is_documented_by_its_docstring() -> None:
    """Lines are joined, paragraphs stay, and the title loses its full stop."""
    assert every_integration.slug == "every_integration"
    assert every_integration.title == "Integration is there"
    assert every_integration.what == "Flags all of them.\n\nReally all."
    assert every_integration.why == "It does not."
    assert every_integration.fix == "Leave it."
    assert every_integration.theme == "custom"
    assert every_integration.needs == ()


def test_a_check_says_what_it_is() -> None:
    """Its `repr` has no function in it."""
    assert "slug='every_integration'" in repr(every_integration)
    assert "select" not in repr(every_integration)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Title only.", id="a title only"),
        pytest.param("T.\n\nWhat it does\n    A.\n\nHow to fix it\n    B.\n", id="no reason"),
        pytest.param(
            "T.\n\nWhy it matters\n    A\n\nWhat it does\n    B\n\nHow to fix it\n    C",
            id="another order",
        ),
        pytest.param(None, id="nothing"),
    ],
)
def test_a_check_without_its_parts_is_refused(text: str | None) -> None:
    """A function that is not documented is no check."""

    def nameless(frames: Frames, _: Thresholds) -> pd.DataFrame:
        return frames.integrations

    nameless.__doc__ = text
    with pytest.raises(ConfigError, match="nameless needs a docstring of a title line"):
        check(Severity.LOW)(nameless)


def changed(select: object) -> Check:
    """Return a check that selects something else."""
    return Check("odd", Severity.LOW, "T", "A", "B", "C", "custom", (), lambda *_: select)  # type: ignore[arg-type, return-value] - what is odd is tried


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param(None, "odd must return a DataFrame", id="nothing"),
        pytest.param(["a"], "odd must return a DataFrame", id="a list"),
        pytest.param(pd.DataFrame({"message": []}), "integration_id and message", id="no id"),
        pytest.param(
            pd.DataFrame({"integration_id": ["a"], "message": ["m"], "severity": ["awful"]}),
            "the severity 'awful'; it can be critical, high",
            id="a severity that there is not",
        ),
    ],
)
def test_a_check_that_selects_no_findings_is_a_wrong_configuration(
    rows: object, message: str
) -> None:
    """The message names the check and what is expected."""
    with pytest.raises(ConfigError, match=message):
        run_checks(make_frames(outgoing()), checks=[changed(rows)])


def test_a_finding_of_no_integration_has_no_name() -> None:
    """A check of one's own may name what the snapshot does not have, or nothing."""
    rows = pd.DataFrame({"integration_id": ["b", None, "a"], "message": "Odd."})

    findings = run_checks(make_frames(outgoing("a", name="N")), checks=[changed(rows)]).findings

    assert findings["integration_id"].astype(object).where(
        findings["integration_id"].notna(), None
    ).tolist() == ["a", "b", None]
    assert findings["integration_name"].isna().tolist() == [False, True, True]


def test_rows_of_disabled_integrations_can_be_left_out() -> None:
    """Where it is not known, an integration counts as enabled."""
    frames = make_frames(outgoing("a"), outgoing("b", enabled=False), outgoing("c", enabled=None))

    assert enabled(frames.urls, frames)["integration_id"].tolist() == ["a", "c"]
