"""A check, its documentation, and the rows that it finds."""

import inspect
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.errors import ConfigError
from rcaudit.frames.frames import Frames

Need = Literal["accounts", "activity", "fingerprints", "script_text", "server_version"]
"""What a snapshot may lack; a check that needs it is then skipped, or judges a part only."""

Select = Callable[[Frames, Thresholds], pd.DataFrame]

FOUND_COLUMNS = ("integration_id", "message", "resource", "key", "severity", "line", "column")
_PARTS = ("What it does", "Why it matters", "How to fix it")
_THEMES = re.compile(r"rcaudit\.checks\.(\w+)\.\w+")


@dataclass(frozen=True)
class Check:
    """A bad pattern that can be looked for.

    Attributes:
        slug: Its one word: file, function, column value and anchor.
        severity: How bad a finding is, where the finding itself does not say otherwise.
        title: What is wrong, in one line.
        what: What it does, in plain text; paragraphs are separated by empty lines.
        why: Why it matters.
        fix: How to fix it.
        theme: exposure, identity, scripts, lifecycle, or custom.
        needs: What of a snapshot it cannot do without.
        select: Returns the offending rows: `integration_id` and `message`, and where it applies
            `resource`, `key`, `severity`, `line` and `column`, as `found()` makes them.
    """

    slug: str
    severity: Severity
    title: str
    what: str
    why: str
    fix: str
    theme: str
    needs: tuple[Need, ...]
    select: Select = field(repr=False)


def check(severity: Severity, *needs: Need) -> Callable[[Select], Check]:
    """Make a function a check, named as the function is.

    Its documentation is the function's docstring where that has the three parts, else the
    docstring of its module: a title line, then the headings `What it does`, `Why it matters`
    and `How to fix it`, each with an indented text below.

    Raises:
        ValueError: The documentation lacks a part.
    """

    def make(select: Select) -> Check:
        theme = _THEMES.fullmatch(select.__module__)
        return Check(
            select.__name__,
            severity,
            *_read_documentation(select),
            theme.group(1) if theme else "custom",
            needs,
            select,
        )

    return make


def _read_documentation(select: Select) -> tuple[str, str, str, str]:
    text = inspect.getdoc(select) or ""
    if _PARTS[0] not in text:
        text = inspect.cleandoc(sys.modules[select.__module__].__doc__ or "")
    pattern = r"(?P<title>\S[^\n]*)\n+" + "".join(
        rf"{part}:?\n(?P<part{number}>.*?)\s*" for number, part in enumerate(_PARTS)
    )
    match = re.fullmatch(pattern, text, re.DOTALL)
    if match is None:
        raise ConfigError(
            f"The check {select.__name__} needs a docstring of a title line and the parts "
            f"{', '.join(_PARTS)}, in this order. Run with -OO (PYTHONOPTIMIZE=2), Python leaves "
            "docstrings out."
        )
    title, *parts = match.groups()
    what, why, fix = (_unwrap(part) for part in parts)
    return title.strip().rstrip("."), what, why, fix


def _unwrap(text: str) -> str:
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(text))
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def found(
    rows: pd.DataFrame,
    message: "pd.Series[Any] | str",
    **columns: "pd.Series[Any] | str | int",
) -> pd.DataFrame:
    """Return findings, one for each row.

    Args:
        rows: What is wrong; its `integration_id` is taken.
        message: What is wrong with it, in a sentence.
        **columns: `resource` (what of the integration it is about), `key` (what makes it this
            finding and no other of the same integration, where that is not the resource; it must
            not depend on a fingerprint or on a line number), `severity` (a word), `line` and
            `column` of the script, from 1.
    """
    return pd.DataFrame(
        {"integration_id": rows["integration_id"], "message": message, **columns},
        index=rows.index,
    )


def is_true(column: "pd.Series[Any]") -> "pd.Series[bool]":
    """Say where a nullable boolean is true."""
    return column.fillna(value=False).astype(bool)


def is_false(column: "pd.Series[Any]") -> "pd.Series[bool]":
    """Say where a nullable boolean is false; where it is missing, it is not."""
    return ~column.fillna(value=True).astype(bool)


def told(column: "pd.Series[Any]", words: "Mapping[Any, Any] | pd.Series[Any]") -> Any:
    """Return the text for each value; missing where there is none.

    `Series.map` of an empty column gives numbers, to which no text can be added.
    """
    return column.astype(object).map(words).astype("string[python]")


def enabled(rows: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """Return the rows of integrations that are not switched off."""
    integrations = frames.integrations
    off = integrations.loc[is_false(integrations["is_enabled"]), "integration_id"]
    return rows[~rows["integration_id"].isin(off)]
