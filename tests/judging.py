"""One check run over made-up documents."""

from typing import Any

import pandas as pd
from audit_frames import make_frames

from rcaudit.checks.catalogue import run_checks
from rcaudit.checks.finding import Check
from rcaudit.checks.thresholds import Thresholds
from rcaudit.snapshot.redaction import Document


def judge(
    check: Check, *documents: Document, thresholds: Thresholds | None = None, **facts: Any
) -> pd.DataFrame:
    """Return the findings of one check; `facts` go to `make_frames`."""
    return run_checks(
        make_frames(*documents, **facts), checks=[check], thresholds=thresholds
    ).findings


def flagged(check: Check, *documents: Document, **facts: Any) -> list[str]:
    """Return the ids of the integrations that a check flags, one for each finding."""
    return sorted(judge(check, *documents, **facts)["integration_id"])


def only(check: Check, *documents: Document, **facts: Any) -> dict[str, Any]:
    """Return the one finding of a check."""
    (finding,) = judge(check, *documents, **facts).to_dict("records")
    return {str(name): value for name, value in finding.items()}
