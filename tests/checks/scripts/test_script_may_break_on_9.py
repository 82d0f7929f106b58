from typing import Any

import pytest
from audit_frames import scripted
from breaking_scripts import DETACHED_METHOD, HARMLESS, IMPLICIT_GLOBAL, LITERAL_WRITE
from judging import flagged, only

from rcaudit.checks.scripts.script_may_break_on_9 import script_may_break_on_9


@pytest.mark.parametrize(
    ("source", "version", "severity"),
    [
        pytest.param(DETACHED_METHOD, "8.4.0", "medium", id="a detached method"),
        pytest.param(DETACHED_METHOD, "9.0.0", "high", id="which runs as written"),
        pytest.param(LITERAL_WRITE, "8.4.0", "low", id="a property of a text"),
        pytest.param(LITERAL_WRITE, "9.0.0", "low", id="which runs as written, too"),
    ],
)
def test_flags_what_depends_on_more_than_the_text(source: str, version: str, severity: str) -> None:
    """The rule's own severity counts, and whether the script runs as written already."""
    document = scripted("a", source, scriptCompiled=source)
    finding = only(script_may_break_on_9, document, server_version=version)

    assert finding["severity"] == severity
    assert " may " in finding["message"]
    assert finding["line"] > 1


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        pytest.param(HARMLESS, {}, id="nothing to object to"),
        pytest.param(IMPLICIT_GLOBAL, {}, id="it breaks for certain"),
        pytest.param(DETACHED_METHOD, {"scriptEnabled": False}, id="the script is off"),
        pytest.param(DETACHED_METHOD, {"enabled": False}, id="the integration is off"),
    ],
)
def test_ignores_what_is_certain_or_off(source: str, fields: dict[str, Any]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(script_may_break_on_9, scripted("a", source, **fields)) == []
