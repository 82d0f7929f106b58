import pytest

from rcaudit.checks.severity import SEVERITY_NAMES, Severity


def test_severities_are_ordered() -> None:
    """Critical is the highest, info the lowest, whatever the order they come in."""
    assert sorted(Severity) == [
        Severity.INFO,
        Severity.LOW,
        Severity.MEDIUM,
        Severity.HIGH,
        Severity.CRITICAL,
    ]
    assert Severity.HIGH >= Severity.HIGH > Severity.MEDIUM
    assert max(Severity) is Severity.CRITICAL


def test_a_severity_does_not_compare_with_a_word() -> None:
    """Words have an order of their own, in which critical comes before info."""
    with pytest.raises(TypeError):
        assert Severity.HIGH < "low"


def test_the_words_come_worst_first() -> None:
    """The names are those that the column has."""
    assert SEVERITY_NAMES == ("critical", "high", "medium", "low", "info")
    assert Severity("high") is Severity.HIGH


@pytest.mark.parametrize(
    ("severity", "level", "score"),
    [
        (Severity.CRITICAL, "error", "9.5"),
        (Severity.HIGH, "error", "8.0"),
        (Severity.MEDIUM, "warning", "5.5"),
        (Severity.LOW, "note", "2.0"),
        (Severity.INFO, "note", "0.0"),
    ],
    ids=lambda value: getattr(value, "value", None),
)
def test_scores_stand_in_the_bands_of_code_scanning(
    severity: Severity, level: str, score: str
) -> None:
    """Above 9.0, from 7.0, from 4.0, from 0.1, and none."""
    assert (severity.sarif_level, severity.security_severity) == (level, score)
