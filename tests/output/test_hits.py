import json

from breaking_scripts import HARMLESS, IMPLICIT_GLOBAL

from rcaudit.checks.sources import judge_source
from rcaudit.output.hits import render_hits

JUDGED = [judge_source("a.js", HARMLESS), judge_source("b.js", IMPLICIT_GLOBAL)]


def test_json_is_a_list_of_hits() -> None:
    """Each hit has all that a program needs to act."""
    assert json.loads(render_hits(JUDGED, "json")) == [
        {
            "file": "b.js",
            "rule": "implicit_global",
            "severity": "high",
            "line": 3,
            "column": 9,
            "name": "text",
            "message": "`text` is assigned to, but declared nowhere.",
            "fix": "declare it: `let text = …`",
        }
    ]


def test_every_format_tells_of_the_hit() -> None:
    """SARIF is one document, the others have a line for the place."""
    assert json.loads(render_hits(JUDGED, "sarif"))["runs"][0]["results"]
    assert render_hits(JUDGED, "text").startswith("b.js:3:9: ")
    assert render_hits(JUDGED, "github").startswith("::error file=b.js,line=3")


def test_lines_say_nothing_where_there_is_nothing_to_say() -> None:
    """JSON and SARIF are documents all the same."""
    assert render_hits(JUDGED[:1], "text") == ""
    assert render_hits(JUDGED[:1], "github") == ""
    assert json.loads(render_hits(JUDGED[:1], "json")) == []
