from typing import Any

import pytest
from audit_frames import scripted
from breaking_scripts import ADDED_TO_NOTHING, HARMLESS, IMPLICIT_GLOBAL, TIMER
from judging import flagged, only

from rcaudit.checks.scripts.script_always_throws import script_always_throws


def test_flags_what_is_added_to_nothing() -> None:
    """The name is read before anything can have made it."""
    finding = only(script_always_throws, scripted("a", ADDED_TO_NOTHING))

    assert (finding["line"], finding["severity"]) == (3, "medium")
    assert "`text`" in finding["message"]


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        pytest.param(HARMLESS, {}, id="the name is declared"),
        pytest.param(IMPLICIT_GLOBAL, {}, id="it is assigned to, and breaks on 9.0 only"),
        pytest.param(TIMER, {}, id="an unknown name is read"),
        pytest.param(ADDED_TO_NOTHING, {"scriptEnabled": False}, id="the script is off"),
        pytest.param(ADDED_TO_NOTHING, {"enabled": False}, id="the integration is off"),
    ],
)
def test_ignores_what_does_not_always_throw(source: str, fields: dict[str, Any]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(script_always_throws, scripted("a", source, **fields)) == []
