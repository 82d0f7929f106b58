"""What an analysis means for one integration on its server: ready for 7.0 and for 9.0, or not."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from rcaudit.scripts.analysis import ScriptAnalysis
from rcaudit.scripts.rules.catalogue import RULES

Verdict = Literal["ready", "breaks", "may_break", "does_not_compile", "not_analysed"]
When = Literal["", "now", "next_save", "on_9", "on_7", "when_enabled"]

VERDICTS: Final[tuple[Verdict, ...]] = (
    "ready",
    "breaks",
    "may_break",
    "does_not_compile",
    "not_analysed",
)

WHEN: Final[dict[When, str]] = {
    "": "",
    "now": "now",
    "next_save": "when it is saved next",
    "on_9": "when it is saved on, or migrated to, 9.0",
    "on_7": "when the server is upgraded to 7.0 or later",
    "when_enabled": "when it is switched on",
}


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a script survives a version, and from when on it does not.

    Attributes:
        when: A key of `WHEN`; empty where nothing goes wrong.
        is_silent: Whether the script is switched on and yet does nothing now, since it was saved
            with an error or has no compiled text.
        reason: One sentence.
    """

    verdict: Verdict
    when: When
    is_silent: bool
    reason: str


def outlook(analysis: ScriptAnalysis | None) -> Verdict:
    """Return what becomes of a script once it runs as written, whatever the server."""
    if analysis is None or analysis.problem is not None:
        return "not_analysed"
    if not analysis.compiles:
        return "does_not_compile"
    effects = {RULES[hit.rule].effect for hit in analysis.hits}
    if "breaks" in effects:
        return "breaks"
    return "may_break" if "may_break" in effects else "ready"


def readiness_9(
    analysis: ScriptAnalysis | None,
    *,
    server_version: str | None,
    is_script_enabled: bool | None,
    script: str | None,
    script_compiled: str | None,
    script_error: object,
    skip_transpile: bool | None,
    script_transpile: bool | None,
) -> Readiness:
    """Judge a script against 9.0, where scripts run as written.

    Args:
        analysis: The analysis of `script`; None where its text is not known.
        server_version: As `/api/info` gives it; None where it is not known.
        is_script_enabled: The document's `scriptEnabled`.
        script: The document's `script`.
        script_compiled: The document's `scriptCompiled`.
        script_error: The document's `scriptError`, whatever it holds.
        skip_transpile: The document's `skipTranspile`.
        script_transpile: The document's `scriptTranspile`, which some versions have instead.
    """
    verdict = outlook(analysis)
    is_silent = bool(is_script_enabled) and bool(
        script_error or not (script_compiled or "").strip()
    )
    if analysis is None or verdict == "not_analysed":
        problem = None if analysis is None else analysis.problem
        return Readiness(verdict, "", is_silent, f"Not analysed: {problem or 'no script text'}.")
    if verdict == "ready":
        reason = "Switched on, but does nothing." if is_silent else "Runs as written."
        return Readiness(verdict, "", is_silent, reason)
    version = _version(server_version)
    is_skipping = skip_transpile is True or (skip_transpile is None and script_transpile is False)
    when: When = "on_9"
    if not is_script_enabled:
        when = "when_enabled"
    elif verdict == "does_not_compile" or (_since(version, (8, 4)) and is_skipping):
        when = "now"
    elif _since(version, (9, 0)):
        when = "next_save" if _differs(script, script_compiled) else "now"
    return Readiness(verdict, when, is_silent, _reason(verdict, when, analysis))


def readiness_7(
    analysis: ScriptAnalysis | None,
    *,
    server_version: str | None,
    script_engine: str | None,
    is_script_enabled: bool | None,
) -> Readiness:
    """Judge a script against 7.0, where the engine vm2 and its globals are gone.

    Args:
        analysis: The analysis of the script; None where its text is not known.
        server_version: As `/api/info` gives it; None where it is not known.
        script_engine: The document's `scriptEngine`; missing means vm2.
        is_script_enabled: The document's `scriptEnabled`.
    """
    if analysis is None or analysis.problem is not None:
        problem = None if analysis is None else analysis.problem
        return Readiness("not_analysed", "", False, f"Not analysed: {problem or 'no script text'}.")
    if not analysis.compiles:
        when: When = "now" if is_script_enabled else "when_enabled"
        return Readiness("does_not_compile", when, False, f"Does not compile: {analysis.error}")
    missing = sorted({hit.name for hit in analysis.hits if hit.rule == "removed_engine_global"})
    is_old_engine = script_engine != "isolated-vm"
    is_on_7 = _since(_version(server_version), (7, 0))
    if not missing and not is_old_engine:
        return Readiness("ready", "", False, "Needs nothing of the removed engine.")
    when = "now" if is_on_7 or not is_old_engine else "on_7"
    if not is_script_enabled:
        when = "when_enabled"
    if missing:
        return Readiness("breaks", when, False, f"Uses what went with vm2: {', '.join(missing)}.")
    if is_on_7:
        return Readiness("breaks", when, False, "Is set to the engine vm2, which is gone.")
    reason = "Is set to the engine vm2, and uses nothing that only vm2 has."
    return Readiness("may_break", when, False, reason)


def _version(text: str | None) -> tuple[int, int] | None:
    found = re.match(r"\s*v?(\d+)\.(\d+)", text or "")
    return None if found is None else (int(found[1]), int(found[2]))


def _since(version: tuple[int, int] | None, first: tuple[int, int]) -> bool:
    return version is not None and version >= first


def _differs(script: str | None, script_compiled: str | None) -> bool:
    return bool(script_compiled) and (script or "").strip() != (script_compiled or "").strip()


def _reason(verdict: Verdict, when: When, analysis: ScriptAnalysis) -> str:
    if verdict == "does_not_compile":
        return f"Does not compile: {analysis.error}"
    effect = "breaks" if verdict == "breaks" else "may_break"
    lines = [hit.line for hit in analysis.hits if RULES[hit.rule].effect == effect]
    word = "Breaks" if verdict == "breaks" else "May break"
    return f"{word} {WHEN[when]}, at line {lines[0]}{' and others' if len(lines) > 1 else ''}."
