"""Hits in script files in every format that the command line knows."""

import json
from collections.abc import Sequence
from typing import Any, Literal

from rcaudit.checks.sources import JudgedSource
from rcaudit.output.hit_lines import render_github, render_text
from rcaudit.output.hit_sarif import make_sarif

HitFormat = Literal["text", "json", "sarif", "github"]
_FIELDS = ("rule", "severity", "line", "column", "name", "message", "fix")


def render_hits(judged: Sequence[JudgedSource], output: HitFormat) -> str:
    """Return what to print of these scripts; the empty text where nothing is to be said."""
    if output == "json":
        return _dump([record for one in judged for record in _records(one)])
    if output == "sarif":
        return _dump(make_sarif(judged))
    render = render_text if output == "text" else render_github
    return "".join(f"{line}\n" for one in judged for line in render(one))


def _records(judged: JudgedSource) -> list[dict[str, Any]]:
    return [
        {"file": judged.file} | {field: getattr(hit, field) for field in _FIELDS}
        for hit in judged.hits
    ]


def _dump(value: Any) -> str:
    return json.dumps(value, indent=2) + "\n"
