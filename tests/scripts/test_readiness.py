from typing import Any

import pytest

from rcaudit.scripts import (
    VERDICTS,
    WHEN,
    Readiness,
    analyse_script,
    outlook,
    readiness_7,
    readiness_9,
)

SOUND = "class Script { process_incoming_request() { return 1; } }\n"
BREAKS = "class Script { process_incoming_request() { i = 1;\nj = 2; } }\n"
MAY_BREAK = "function f() { i = 0; }\nclass Script { process_incoming_request() { i = 1; } }\n"
REFUSED = "class Script { process_incoming_request() { return 017; } }\n"
OLD_GLOBAL = "class Script { process_incoming_request() { return moment() + _.now(); } }\n"
TOO_LONG = "x" * 2_000_000


def for_9(script: str | None, **changes: Any) -> Readiness:
    """Judge an enabled script, saved on the server that runs it."""
    document: dict[str, Any] = {
        "server_version": "8.2",
        "is_script_enabled": True,
        "script": script,
        "script_compiled": "var Script=function(){}",
        "script_error": None,
        "skip_transpile": None,
        "script_transpile": None,
    }
    analysis = None if script is None else analyse_script(script)
    return readiness_9(analysis, **(document | changes))


def for_7(script: str | None, **changes: Any) -> Readiness:
    """Judge an enabled script against 7.0."""
    document: dict[str, Any] = {
        "server_version": "8.2",
        "script_engine": "isolated-vm",
        "is_script_enabled": True,
    }
    analysis = None if script is None else analyse_script(script)
    return readiness_7(analysis, **(document | changes))


@pytest.mark.parametrize(
    ("script", "verdict"),
    [
        pytest.param(SOUND, "ready", id="sound"),
        pytest.param(BREAKS, "breaks", id="breaks"),
        pytest.param(MAY_BREAK, "may_break", id="may break"),
        pytest.param(REFUSED, "does_not_compile", id="refused"),
        pytest.param(TOO_LONG, "not_analysed", id="too long"),
        pytest.param(OLD_GLOBAL, "ready", id="an old global is no matter of 9.0"),
    ],
)
def test_gives_a_verdict(script: str, verdict: str) -> None:
    """The verdict follows what was found in the script."""
    assert outlook(analyse_script(script)) == verdict
    assert for_9(script).verdict == verdict
    assert verdict in VERDICTS


def test_cannot_judge_a_text_that_is_not_there() -> None:
    """A script whose text was left out is not analysed, and says so."""
    assert for_9(None) == Readiness("not_analysed", "", False, "Not analysed: no script text.")
    assert for_7(None).verdict == "not_analysed"
    assert "longer than" in for_9(TOO_LONG).reason
    assert "longer than" in for_7(TOO_LONG).reason


@pytest.mark.parametrize(
    ("changes", "when"),
    [
        pytest.param({}, "on_9", id="below 8.4"),
        pytest.param({"server_version": None}, "on_9", id="a version that is not known"),
        pytest.param(
            {"server_version": "8.4", "skip_transpile": True}, "now", id="8.4, as written"
        ),
        pytest.param(
            {"server_version": "8.6", "script_transpile": False}, "now", id="the opposite field"
        ),
        pytest.param(
            {"server_version": "8.6", "script_transpile": True},
            "on_9",
            id="the opposite field, set",
        ),
        pytest.param(
            {"server_version": "8.6", "skip_transpile": False, "script_transpile": False},
            "on_9",
            id="both fields: the documented one counts",
        ),
        pytest.param(
            {"server_version": "8.3", "skip_transpile": True}, "on_9", id="8.3 knows no such field"
        ),
        pytest.param({"server_version": "9.0"}, "next_save", id="9.0, Babel's output still there"),
        pytest.param(
            {"server_version": "9.0", "script_compiled": BREAKS}, "now", id="9.0, as written"
        ),
        pytest.param(
            {"server_version": "10.1", "script_compiled": ""},
            "now",
            id="later, compiled to nothing",
        ),
        pytest.param({"is_script_enabled": False}, "when_enabled", id="switched off"),
    ],
)
def test_says_from_when_on_a_script_breaks(changes: dict[str, Any], when: str) -> None:
    """The time follows server version, engine settings and what is compiled."""
    assert for_9(BREAKS, **changes).when == when
    assert when in WHEN


def test_says_where_a_script_breaks() -> None:
    """The reason names the first line."""
    assert for_9(BREAKS).reason == (
        "Breaks when it is saved on, or migrated to, 9.0, at line 1 and others."
    )
    assert for_9(MAY_BREAK).reason == (
        "May break when it is saved on, or migrated to, 9.0, at line 2."
    )
    refused = for_9(REFUSED)
    assert refused.when == "now"
    assert refused.reason.startswith("Does not compile: line 1, column 52:")


@pytest.mark.parametrize(
    ("changes", "is_silent"),
    [
        pytest.param({}, False, id="sound"),
        pytest.param({"script_error": {"name": "SyntaxError"}}, True, id="saved with an error"),
        pytest.param({"script_compiled": " "}, True, id="compiled to nothing"),
        pytest.param({"script_compiled": None}, True, id="never compiled"),
        pytest.param({"script_compiled": "", "is_script_enabled": False}, False, id="switched off"),
    ],
)
def test_tells_scripts_that_do_nothing(changes: dict[str, Any], is_silent: bool) -> None:
    """A script that is switched on and cannot run is marked."""
    found = for_9(SOUND, **changes)
    assert found.is_silent is is_silent
    assert found.reason == ("Switched on, but does nothing." if is_silent else "Runs as written.")


@pytest.mark.parametrize(
    ("script", "changes", "verdict", "when"),
    [
        pytest.param(SOUND, {}, "ready", "", id="sound"),
        pytest.param(OLD_GLOBAL, {}, "breaks", "now", id="old globals on the new engine"),
        pytest.param(
            OLD_GLOBAL,
            {"script_engine": "vm2", "server_version": "6.12"},
            "breaks",
            "on_7",
            id="old globals before 7.0",
        ),
        pytest.param(
            OLD_GLOBAL, {"server_version": "6.12"}, "breaks", "now", id="the new engine before 7.0"
        ),
        pytest.param(
            SOUND, {"script_engine": "vm2"}, "breaks", "now", id="the old engine after 7.0"
        ),
        pytest.param(SOUND, {"script_engine": None}, "breaks", "now", id="no engine after 7.0"),
        pytest.param(
            SOUND,
            {"script_engine": None, "server_version": "6.12"},
            "may_break",
            "on_7",
            id="no engine before 7.0",
        ),
        pytest.param(
            OLD_GLOBAL, {"is_script_enabled": False}, "breaks", "when_enabled", id="switched off"
        ),
        pytest.param(REFUSED, {}, "does_not_compile", "now", id="refused"),
        pytest.param(
            REFUSED,
            {"is_script_enabled": False},
            "does_not_compile",
            "when_enabled",
            id="refused, off",
        ),
    ],
)
def test_judges_against_7(script: str, changes: dict[str, Any], verdict: str, when: str) -> None:
    """Removed globals and the removed engine itself break since 7.0."""
    found = for_7(script, **changes)
    assert (found.verdict, found.when) == (verdict, when)


def test_names_the_removed_globals() -> None:
    """The reason lists what the script takes from the removed engine."""
    assert for_7(OLD_GLOBAL).reason == "Uses what went with vm2: _, moment."
