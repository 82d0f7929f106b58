"""Findings against those of another run: what is new, and what is gone."""

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from rcaudit.errors import ConfigError


def compare_findings(
    findings: pd.DataFrame, baseline: pd.DataFrame, judged: Collection[str] | None = None
) -> tuple[pd.DataFrame, int]:
    """Return the findings that the baseline does not have, and how many of its own are gone.

    Args:
        findings: The findings of this run.
        baseline: Those of another run; `finding_id` and `check` are read.
        judged: The checks that looked in this run (`Audit.judged`). What another check found
            in the baseline may still be there and is not counted as gone.
    """
    new = findings[~findings["finding_id"].isin(baseline["finding_id"])]
    gone = ~baseline["finding_id"].isin(findings["finding_id"])
    if judged is not None:
        gone &= baseline["check"].astype(str).isin(list(judged))
    return new, int(gone.sum())


def read_findings(path: str | Path) -> pd.DataFrame:
    """Read a `findings.csv` of an export as a baseline; every column is text.

    Raises:
        ConfigError: It cannot be read, or is no table of findings.
    """
    try:
        baseline = pd.read_csv(path, dtype="string[python]", keep_default_na=False)
    except OSError as error:
        raise ConfigError(f"Cannot read the baseline {path}: {error.strerror}.") from error
    except ValueError as error:  # pandas' parser errors, and UnicodeDecodeError
        raise ConfigError(f"The baseline {path} is no CSV file of findings.") from error
    if not {"finding_id", "check"} <= set(baseline):
        raise ConfigError(
            f"The baseline {path} has no columns finding_id and check: name the findings.csv of "
            "an export, or a snapshot's folder."
        )
    return baseline
