"""The rows that checks select, made into the table of findings."""

import hashlib
import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import infer_dtype

from rcaudit.checks.finding import FOUND_COLUMNS, Check
from rcaudit.checks.severity import SEVERITY_NAMES
from rcaudit.errors import ConfigError
from rcaudit.frames.arrays import GrowingTable, plain_values
from rcaudit.frames.frames import Frames
from rcaudit.frames.schema import FINDINGS

_FINGERPRINT = re.compile(r"REDACTED-[0-9a-f]*")
_ID_BYTES = 8
"""64 bits: no collision to be expected below a hundred million findings."""
_TAKEN = ("check", "severity", "integration_id", "resource", "message", "line", "column")
_NUMBERS = ("line", "column")
_TOO_LARGE = 2**63


def read_rows(check: Check, rows: Any) -> pd.DataFrame:
    """Return what a check selected with all columns that a finding needs, as plain objects.

    Raises:
        ConfigError: It is no DataFrame of findings, as it can be for a custom check.
    """
    if not isinstance(rows, pd.DataFrame) or not {"integration_id", "message"} <= set(rows):
        raise ConfigError(
            f"The check {check.slug} must return a DataFrame that has the columns "
            "integration_id and message; make it with rcaudit.checks.finding.found()."
        )
    if not rows.columns.is_unique:
        raise ConfigError(f"The check {check.slug} returns a DataFrame that has a column twice.")
    plain = rows.reindex(columns=list(FOUND_COLUMNS)).astype(object)
    plain = plain.where(plain.notna(), None)
    for name in FOUND_COLUMNS:
        expected = _expected_in(plain[name])
        if expected is not None:
            raise ConfigError(f"The check {check.slug}: the column {name} must hold {expected}.")
    severities = plain["severity"].fillna(check.severity.value)
    unknown = set(severities) - set(SEVERITY_NAMES)
    if unknown:
        raise ConfigError(
            f"The check {check.slug} gives a finding the severity {unknown.pop()!r}; "
            f"it can be {', '.join(SEVERITY_NAMES)}."
        )
    key = plain["key"].fillna(plain["resource"]).fillna("")
    return plain.assign(check=check.slug, severity=severities, key=key)


def _expected_in(column: "pd.Series[Any]") -> str | None:
    """Say what a column of findings must hold, where it holds something else."""
    kind = infer_dtype(column, skipna=True)
    if column.name in _NUMBERS:
        # Numbers with gaps are floats for pandas.
        is_whole = kind in {"integer", "floating", "mixed-integer-float", "empty"} and all(
            1 <= number < _TOO_LARGE and number == int(number) for number in column.dropna()
        )
        return None if is_whole else "whole numbers from 1"
    if kind not in {"string", "empty"}:
        return "texts"
    if column.name == "message" and column.isna().any():
        return "texts, and no gaps"
    return None


def make_findings(parts: Iterable[pd.DataFrame], frames: Frames) -> pd.DataFrame:
    """Return the table of findings, the worst first; no mute covers any of them yet.

    `severity` is an ordered categorical: `findings[findings["severity"] >= "high"]`.

    Args:
        parts: What each check selected, as `read_rows` gives it, each check once.
        frames: What it was selected from.
    """
    table = GrowingTable(FINDINGS)
    integrations = frames.integrations.drop_duplicates("integration_id")
    # An integration that is not known has the place -1.
    names, directions = (
        np.append(plain_values(integrations[name]), [None]) for name in ("name", "direction")
    )
    index = pd.Index(integrations["integration_id"])
    # A check at a time: what all of them select, as plain objects, is more than the table of it.
    for rows in parts:
        places = index.get_indexer(rows["integration_id"])
        table.extend(
            {name: rows[name].tolist() for name in _TAKEN}
            | {
                "finding_id": _make_ids(rows),
                "integration_name": names[places].tolist(),
                "direction": directions[places].tolist(),
                "is_muted": [False] * len(rows),
            }
        )
    findings = table.to_frame(frames.manifest.workspace)
    severities = pd.CategoricalDtype(list(reversed(SEVERITY_NAMES)), ordered=True)
    findings["severity"] = findings["severity"].astype(severities)
    return _sort(findings)


def _sort(findings: pd.DataFrame) -> pd.DataFrame:
    """Order by severity, then by check, integration and place."""
    keys = [
        findings["finding_id"].to_numpy(dtype="S"),
        *(findings[name].to_numpy(dtype=float, na_value=np.inf) for name in ("column", "line")),
        *(_codes(findings[name]) for name in ("integration_id", "check")),
        -findings["severity"].cat.codes.to_numpy(dtype=int),
    ]
    order = np.lexsort(keys)
    # A column at a time, so that there is never a second table.
    arrays = {name: findings.pop(name).array.take(order) for name in findings.columns.tolist()}
    return pd.DataFrame(arrays, copy=False)


def _codes(column: "pd.Series[Any]") -> Any:
    codes, names = pd.factorize(column, sort=True)
    return np.where(codes < 0, len(names), codes)


def _make_ids(rows: pd.DataFrame) -> list[str]:
    """Return the identities of what one check selected."""
    # Neither names, messages nor line numbers go in, nor fingerprints, whose key is a machine's.
    keys = rows["key"].str.replace(_FINGERPRINT, "REDACTED", regex=True)
    identity = rows[["check", "integration_id"]].assign(key=keys)
    ordinals = identity.groupby(list(identity), dropna=False, sort=False).cumcount()
    return [
        hashlib.blake2b(
            "\0".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES
        ).hexdigest()
        for parts in zip(*(identity[name] for name in identity), ordinals, strict=True)
    ]
