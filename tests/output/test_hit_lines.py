import pytest
from breaking_scripts import IMPLICIT_GLOBAL, TIMER
from hypothesis import given, settings
from hypothesis import strategies as st

from rcaudit.checks.sources import judge_source
from rcaudit.output.hit_lines import render_github, render_text


def text_of(source: str, file: str = "hook.js") -> list[str]:
    """Return the lines about a script."""
    return list(render_text(judge_source(file, source)))


def in_method(statement: str) -> str:
    """Return a script whose third line is the statement, in a method."""
    return f"class Script {{\nprocess_incoming_request() {{\n{statement}\n}}\n}}\n"


def test_shows_the_place_the_line_a_mark_and_the_fix() -> None:
    """The mark stands below the name, without the indentation."""
    assert text_of(IMPLICIT_GLOBAL) == [
        "hook.js:3:9: high: `text` is assigned to, but declared nowhere. [implicit_global]",
        "    text = request.content.text;",
        "    ^",
        "    fix: declare it: `let text = …`",
    ]


@pytest.mark.parametrize(
    ("statement", "shown", "mark"),
    [
        pytest.param("if (1) { i = 1; }", "if (1) { i = 1; }", 9, id="in the middle"),
        pytest.param("\tif (1) {\ti = 1; }", "if (1) { i = 1; }", 9, id="tabs"),
        pytest.param("'日本'; i = 1;", "'日本'; i = 1;", 8, id="wide characters"),
        pytest.param("'e\u0301'; i = 1;", "'e\u0301'; i = 1;", 5, id="combining characters"),
        pytest.param("'\x1b[31m'; i = 1;", "'\ufffd[31m'; i = 1;", 9, id="a terminal command"),
        pytest.param("'\u202e'; i = 1;", "'\ufffd'; i = 1;", 5, id="a change of direction"),
        pytest.param(f"'{'x' * 200}'; i = 1;", f"{'x' * 47}'; i = 1;", 50, id="a long line"),
    ],
)
def test_the_mark_stands_below_the_name(statement: str, shown: str, mark: int) -> None:
    """Columns of the terminal count, and nothing reaches it but what can be seen."""
    _, line, pointer, _ = text_of(in_method(statement))

    assert line == f"    {shown}"
    assert pointer == f"    {' ' * mark}^"


def test_lines_end_as_javascript_ends_them() -> None:
    """A line separator and a carriage return end a line."""
    source = in_method("1;\r2;\u20283;\r\ni = 4;")

    first, line, *_ = text_of(source)
    assert first.startswith("hook.js:6:1:")
    assert line == "    i = 4;"


def test_a_file_name_cannot_forge_a_line() -> None:
    """Control characters become spaces."""
    first, *_ = text_of(IMPLICIT_GLOBAL, "a\nb\x1b.js")

    assert first.startswith("a b .js:3:9:")


@settings(deadline=None)  # the parser, when first used, takes its time
@given(st.text(), st.text())
def test_every_text_can_be_printed(source: str, file: str) -> None:
    """Each line is one line, and can be written in UTF-8, but for a file's name of odd bytes."""
    for line in text_of(source, file.encode("utf-8", "replace").decode()):
        assert len(line.splitlines()) == 1
        assert line.encode()


def test_an_annotation_names_file_line_and_column() -> None:
    """GitHub's workflow command, with the fix in its message."""
    (line,) = render_github(judge_source("hooks/a.js", IMPLICIT_GLOBAL))

    assert line == (
        "::error file=hooks/a.js,line=3,col=9,title=implicit_global::`text` is assigned to, "
        "but declared nowhere. Fix: declare it: `let text = …`"
    )


def test_an_annotation_is_as_bad_as_its_hit() -> None:
    """What is medium is a warning."""
    first, *_ = render_github(judge_source("hook.js", TIMER))

    assert first.startswith("::warning ")


def test_a_file_name_cannot_forge_an_annotation() -> None:
    """What ends a property or a command is escaped as GitHub's runner takes it back."""
    (line,) = render_github(judge_source("a,b:c%\r\n::error::.js", IMPLICIT_GLOBAL))

    assert line.startswith("::error file=a%2Cb%3Ac%25%0D%0A%3A%3Aerror%3A%3A.js,line=3")
