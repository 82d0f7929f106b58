from typing import Any

import pytest
from audit_frames import scripted
from breaking_scripts import HARMLESS, IMPLICIT_GLOBAL, TIMER, UNDERSCORE
from judging import flagged, only

from rcaudit.checks.scripts.script_unknown_global import script_unknown_global


def test_flags_the_first_use_of_each_name() -> None:
    """One finding for each name, with its place and its fix."""
    finding = only(script_unknown_global, scripted("a", TIMER))

    assert (finding["line"], finding["column"], finding["severity"]) == (3, 9, "medium")
    assert finding["message"] == (
        "Neither the script nor the engine has `setTimeout` (and 1 more of it). "
        "Fix: leave it out: the engine has no timers."
    )


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        pytest.param(HARMLESS, {}, id="all names are declared"),
        pytest.param(f"function setTimeout() {{}}\n{TIMER}", {}, id="a function of its own"),
        pytest.param(UNDERSCORE, {}, id="what only vm2 had"),
        pytest.param(IMPLICIT_GLOBAL, {}, id="a name that is assigned to"),
        pytest.param(
            HARMLESS.replace("return", "if (typeof module !== 'undefined') module.x = 1;\nreturn"),
            {},
            id="a guarded name",
        ),
        pytest.param(TIMER, {"scriptEnabled": False}, id="the script is off"),
        pytest.param(TIMER, {"enabled": False}, id="the integration is off"),
    ],
)
def test_ignores_names_that_are_known(source: str, fields: dict[str, Any]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(script_unknown_global, scripted("a", source, **fields)) == []
