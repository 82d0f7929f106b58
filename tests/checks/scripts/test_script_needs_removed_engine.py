from typing import Any

import pytest
from audit_frames import scripted
from breaking_scripts import HARMLESS, STRING_HELPERS, TIMER, UNDERSCORE
from judging import flagged, only

from rcaudit.checks.scripts.script_needs_removed_engine import script_needs_removed_engine


@pytest.mark.parametrize(
    ("fields", "version", "severity", "told"),
    [
        pytest.param({}, "8.4.0", "critical", "fails here now", id="the engine is gone"),
        pytest.param({}, "6.5.0", "critical", "fails here now", id="it is set to isolated-vm"),
        pytest.param(
            {"scriptEngine": "vm2"}, "6.5.0", "high", "on 7.0 and later", id="vm2 is still there"
        ),
        pytest.param(
            {"scriptEngine": None}, "6.5.0", "high", "on 7.0 and later", id="no engine means vm2"
        ),
        pytest.param({"scriptError": "no"}, "8.4.0", "high", "fails here now", id="it is silent"),
    ],
)
def test_flags_the_first_use_of_each_name(
    fields: dict[str, Any], version: str, severity: str, told: str
) -> None:
    """Critical is what has lost the name already, and counts its uses in one finding."""
    document = scripted("a", UNDERSCORE, **fields)
    finding = only(script_needs_removed_engine, document, server_version=version)

    assert (finding["line"], finding["column"], finding["severity"]) == (3, 22, severity)
    assert "`_` went with the engine vm2 in 7.0 (and 1 more of it). The" in finding["message"]
    assert told in finding["message"]


def test_flags_string_helpers_that_are_called() -> None:
    """Only vm2 had them as a function."""
    assert flagged(script_needs_removed_engine, scripted("a", STRING_HELPERS)) == ["a"]


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        pytest.param(HARMLESS, {}, id="what every engine has"),
        pytest.param(HARMLESS, {"scriptEngine": "vm2"}, id="nothing but the engine's name"),
        pytest.param(TIMER, {}, id="what no engine has"),
        pytest.param(f"const _ = {{}};\n{UNDERSCORE}", {}, id="a name of its own"),
        pytest.param(UNDERSCORE, {"scriptEnabled": False}, id="the script is off"),
        pytest.param(UNDERSCORE, {"enabled": False}, id="the integration is off"),
    ],
)
def test_ignores_scripts_that_do_without(source: str, fields: dict[str, Any]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(script_needs_removed_engine, scripted("a", source, **fields)) == []
