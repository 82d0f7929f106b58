"""Reading integration scripts without running them."""

from rcaudit.scripts.analysis import Hit, ScriptAnalysis, UndeclaredReference, analyse_script
from rcaudit.scripts.readiness import (
    VERDICTS,
    WHEN,
    Readiness,
    outlook,
    readiness_7,
    readiness_9,
)
from rcaudit.scripts.rules.catalogue import RULES, Rule

__all__ = [
    "RULES",
    "VERDICTS",
    "WHEN",
    "Hit",
    "Readiness",
    "Rule",
    "ScriptAnalysis",
    "UndeclaredReference",
    "analyse_script",
    "outlook",
    "readiness_7",
    "readiness_9",
]
