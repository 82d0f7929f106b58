from typing import Any

import pytest
from audit_frames import scripted
from breaking_scripts import DETACHED_METHOD, HARMLESS, IMPLICIT_GLOBAL, TOP_LEVEL_STORE
from judging import flagged, judge, only

from rcaudit.checks.scripts.script_breaks_on_9 import script_breaks_on_9


def test_flags_the_place_and_says_what_to_write() -> None:
    """The finding has line and column, the name, the moment and the fix."""
    finding = only(script_breaks_on_9, scripted("a", IMPLICIT_GLOBAL))

    assert (finding["line"], finding["column"], finding["severity"]) == (3, 9, "high")
    assert finding["message"] == (
        "`text` is assigned to, but declared nowhere. The script breaks when it is saved on, or "
        "migrated to, 9.0. Fix: declare it: `let text = …`."
    )


@pytest.mark.parametrize(
    ("fields", "version", "severity", "told"),
    [
        pytest.param({}, "8.4.0", "high", "or migrated to, 9.0", id="before the upgrade"),
        pytest.param({}, None, "high", "or migrated to, 9.0", id="no version is known"),
        pytest.param({}, "9.0.0", "high", "when it is saved next", id="migrated to 9.0"),
        pytest.param(
            {"scriptCompiled": IMPLICIT_GLOBAL}, "9.0.0", "critical", "now", id="saved on 9.0"
        ),
        pytest.param({"skipTranspile": True}, "8.4.0", "critical", "now", id="as written on 8.4"),
        pytest.param(
            {"skipTranspile": True, "scriptCompiled": ""}, "8.4.0", "high", "now", id="it is silent"
        ),
    ],
)
def test_flags_what_fails_today_as_critical(
    fields: dict[str, Any], version: str | None, severity: str, told: str
) -> None:
    """What worked until the upgrade, and runs and fails now, comes first."""
    document = scripted("a", IMPLICIT_GLOBAL, **fields)
    finding = only(script_breaks_on_9, document, server_version=version)

    assert finding["severity"] == severity
    assert told in finding["message"]


def test_flags_each_place_of_a_script() -> None:
    """Each place has a fix of its own, and so a finding of its own."""
    source = IMPLICIT_GLOBAL.replace("return", "for (i = 0; i < 3; i++) {}\n        return")

    findings = judge(script_breaks_on_9, scripted("a", source))
    assert findings["line"].tolist() == [3, 4]
    assert findings["finding_id"].is_unique


def test_flags_the_same_finding_when_lines_are_added_above() -> None:
    """A mute survives what does not concern it."""
    (before,) = judge(script_breaks_on_9, scripted("a", IMPLICIT_GLOBAL))["finding_id"]
    (after,) = judge(script_breaks_on_9, scripted("a", f"\n\n{IMPLICIT_GLOBAL}"))["finding_id"]

    assert before == after


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        pytest.param(HARMLESS, {}, id="the name is declared"),
        pytest.param(DETACHED_METHOD, {}, id="it may break only"),
        pytest.param(TOP_LEVEL_STORE, {}, id="it does not even load"),
        pytest.param(IMPLICIT_GLOBAL, {"scriptEnabled": False}, id="the script is off"),
        pytest.param(IMPLICIT_GLOBAL, {"enabled": False}, id="the integration is off"),
    ],
)
def test_ignores_what_runs_on_9_or_does_not_run_at_all(source: str, fields: dict[str, Any]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(script_breaks_on_9, scripted("a", source, **fields)) == []
