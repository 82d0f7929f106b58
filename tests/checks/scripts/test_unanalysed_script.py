from typing import Any

import pytest
from audit_frames import scripted
from breaking_scripts import HARMLESS, TOO_DEEP
from judging import flagged, only

from rcaudit.checks.scripts.unanalysed_script import unanalysed_script


def test_flags_a_script_that_nobody_can_read() -> None:
    """The finding says what was too much."""
    finding = only(unanalysed_script, scripted("a", TOO_DEEP))

    assert finding["severity"] == "low"
    assert finding["message"].startswith("Its script could not be analysed: more than ")
    assert finding["message"].endswith(" brackets inside each other.")


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        pytest.param(HARMLESS, {}, id="an ordinary script"),
        pytest.param("", {}, id="no script"),
        pytest.param(TOO_DEEP, {"scriptEnabled": False}, id="the script is off"),
        pytest.param(TOO_DEEP, {"enabled": False}, id="the integration is off"),
    ],
)
def test_ignores_scripts_that_were_analysed_or_are_off(source: str, fields: dict[str, Any]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(unanalysed_script, scripted("a", source, **fields)) == []
