"""How bad a finding is."""

from enum import Enum
from functools import total_ordering


@total_ordering
class Severity(Enum):
    """How bad a finding is; `Severity.HIGH > Severity.LOW`."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Severity):
            return NotImplemented
        return _ORDER.index(self) > _ORDER.index(other)

    @property
    def sarif_level(self) -> str:
        """The level of a SARIF result (SARIF 2.1.0, 3.27.10)."""
        return {"critical": "error", "high": "error", "medium": "warning"}.get(self.value, "note")

    @property
    def security_severity(self) -> str:
        """The score from 0 to 10 that code-scanning services sort by.

        GitHub calls above 9.0 critical, from 7.0 high, from 4.0 medium, from 0.1 low.
        """
        scores = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}
        return scores.get(self.value, "0.0")


_ORDER = tuple(Severity)
SEVERITY_NAMES = tuple(severity.value for severity in _ORDER)
"""The words, worst first."""
