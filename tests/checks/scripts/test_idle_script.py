import pytest
from audit_frames import incoming, scripted
from judging import flagged, only

from rcaudit.checks.scripts.idle_script import idle_script


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"scriptEnabled": False}, id="switched off"),
        pytest.param({"scriptEnabled": None}, id="no switch"),
        pytest.param({"scriptEnabled": False, "enabled": False}, id="the integration is off too"),
    ],
)
def test_flags_scripts_that_are_off(fields: dict[str, object]) -> None:
    """There is a text, and it does not run."""
    finding = only(idle_script, scripted("a", "var x = 1;", **fields))

    assert finding["message"] == "It has a script of 10 characters that is switched off."


def test_flags_scripts_whose_text_was_left_out() -> None:
    """That there is one is known without its text."""
    assert flagged(idle_script, scripted("a", scriptEnabled=False), keep_scripts=False) == ["a"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"scriptEnabled": True}, id="switched on"),
        pytest.param({"script": ""}, id="an empty script"),
        pytest.param({"script": None}, id="no script"),
    ],
)
def test_ignores_others(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(idle_script, scripted("a", **({"scriptEnabled": False} | fields))) == []


def test_ignores_integrations_without_a_script() -> None:
    """Nothing is there to be idle."""
    assert flagged(idle_script, incoming("a")) == []
