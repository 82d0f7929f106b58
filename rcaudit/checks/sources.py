"""Judging scripts that lie in files, for a server of some version."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from rcaudit.errors import ConfigError
from rcaudit.scripts import RULES, analyse_script
from rcaudit.scripts.analysis import Hit

Engine = Literal["isolated-vm", "vm2"]
Outcome = Literal["ready", "flawed", "breaks", "not_analysed"]

LOST_WITH_VM2: Final = frozenset({"removed_engine_global", "string_helpers_called"})
"""The rules that object to what scripts had in the engine vm2, and in no other."""
_NEW_ON_9: Final = frozenset({"breaks", "may_break"})
_AS_WRITTEN: Final = (9, 0)
_WITHOUT_VM2: Final = (7, 0)


@dataclass(frozen=True, slots=True)
class JudgedSource:
    """A script in a file, and what is wrong with it.

    Attributes:
        file: What the file is called in every output.
        text: The script.
        problem: Why it was not analysed; None where it was.
    """

    file: str
    text: str
    hits: tuple[Hit, ...]
    problem: str | None = None

    @property
    def outcome(self) -> Outcome:
        """What becomes of it: `breaks` where a hit is high, `flawed` where others are."""
        if self.problem is not None:
            return "not_analysed"
        if any(hit.severity == "high" for hit in self.hits):
            return "breaks"
        return "flawed" if self.hits else "ready"


def judge_source(
    file: str, text: str, *, engine: Engine = "isolated-vm", server: str = "9.0"
) -> JudgedSource:
    """Analyse a script for an engine and a server's version.

    Below 9.0 the server translates scripts before it runs them, so that what breaks for want of
    that is left out.

    Raises:
        ConfigError: The version is none, or has no such engine.
    """
    version = _read_version(server)
    if engine == "vm2" and version >= _WITHOUT_VM2:
        raise ConfigError(f"Rocket.Chat {server} has no engine vm2: it went with 7.0.")
    analysis = analyse_script(text, engine=engine)
    harmless = set(LOST_WITH_VM2) if engine == "vm2" else set()
    if version < _AS_WRITTEN:
        harmless |= {rule.slug for rule in RULES.values() if rule.effect in _NEW_ON_9}
    hits = tuple(hit for hit in analysis.hits if hit.rule not in harmless)
    return JudgedSource(file, text, hits, analysis.problem)


def _read_version(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"v?(\d{1,4})(?:\.(\d{1,4})(?:\.[\w.+-]{1,40})?)?", text.strip())
    if match is None:
        raise ConfigError(f"{text!r} is no version of Rocket.Chat: write it as in 9.0.")
    return int(match[1]), int(match[2] or 0)
