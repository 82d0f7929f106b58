"""Hits in script files as lines: for people, and for the log of a GitHub workflow."""

import re
import unicodedata
from collections.abc import Iterator

from rcaudit.checks.sources import JudgedSource
from rcaudit.output.plain import one_line
from rcaudit.output.workflow_commands import render_command

_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029]")
# Control characters, and those that change the direction of writing: in a terminal, a script could
# hide or forge lines with them. Each becomes one other character, so that columns stay.
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_WIDEST = 100
_LEVELS = {"high": "error", "medium": "warning", "low": "notice"}


def render_text(judged: JudgedSource) -> Iterator[str]:
    """Give the lines on each hit: the place and what is wrong, the source with a mark, the fix."""
    lines = _LINE_END.split(judged.text)
    for hit in judged.hits:
        place = f"{one_line(judged.file)}:{hit.line}:{hit.column}"
        source, column = _around(lines[hit.line - 1], hit.column - 1)
        yield f"{place}: {hit.severity}: {one_line(hit.message)} [{hit.rule}]"
        yield f"    {source}"
        yield f"    {' ' * _width(source[:column])}^"
        yield f"    fix: {one_line(hit.fix)}"


def _around(line: str, column: int) -> tuple[str, int]:
    """Return the part of a line to show, and the column in it."""
    indent = len(line) - len(line.lstrip())
    start = min(indent, column)
    if column - start >= _WIDEST:
        start = column - _WIDEST // 2
    part = line[start : start + _WIDEST].replace("\t", " ")
    return _UNPRINTABLE.sub("\ufffd", part), column - start


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in {"F", "W"})
        for sign in text
    )


def render_github(judged: JudgedSource) -> Iterator[str]:
    """Give a workflow command for each hit, which GitHub shows beside the line."""
    for hit in judged.hits:
        yield render_command(
            _LEVELS[hit.severity],
            f"{hit.message} Fix: {hit.fix}",
            file=judged.file,
            line=str(hit.line),
            col=str(hit.column),
            title=hit.rule,
        )
