import pytest
from audit_frames import incoming
from judging import flagged

from rcaudit.checks.lifecycle.unnamed_integration import unnamed_integration


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(None, id="no name"),
        pytest.param("", id="an empty name"),
        pytest.param(" \t\u3000", id="a blank name"),
        pytest.param(["x"], id="a list where a text should be"),
    ],
)
def test_flags_integrations_without_a_name(name: object) -> None:
    """Missing, empty and blank names are none."""
    assert flagged(unnamed_integration, incoming("a", name=name)) == ["a"]


@pytest.mark.parametrize("name", [pytest.param("x", id="a letter"), pytest.param("障害", id="CJK")])
def test_ignores_integrations_with_a_name(name: str) -> None:
    """Any name will do."""
    assert flagged(unnamed_integration, incoming("a", name=name)) == []
