import hashlib
from typing import Any

import pytest
from demo_documents import incoming
from tables import frames_of, frames_without, row, rows

from rcaudit.frames.schema import READINESS
from rcaudit.snapshot.redaction import Removed

SOURCE = "class Script {\n}\n"


def script_of(**fields: Any) -> dict[str, Any]:
    """Return the row of an integration's script."""
    return row(frames_of(incoming("a", **{"script": SOURCE, **fields})).scripts)


def test_describes_a_script() -> None:
    """A script has a row with its measures and what the server made of it."""
    script = script_of(
        scriptEnabled=True, scriptEngine="isolated-vm", scriptCompiled="x", skipTranspile=False
    )

    judged = {column.name for column in READINESS}
    assert {name: value for name, value in script.items() if name not in judged} == {
        "workspace": "chat.example.com",
        "integration_id": "a",
        "direction": "incoming",
        "is_integration_enabled": True,
        "is_script_enabled": True,
        "script_engine": "isolated-vm",
        "script_sha256": hashlib.sha256(SOURCE.encode()).hexdigest(),
        "script_size": 17,
        "script_line_count": 3,
        "is_script_compiled": True,
        "is_compiled_as_written": False,
        "skips_transpile": False,
        "script_error_name": None,
        "script_error_message": None,
        "script_error_stack": None,
        "script_source": SOURCE,
    }


@pytest.mark.parametrize(
    ("fields", "is_there", "has_script"),
    [
        pytest.param({"script": "x"}, True, True, id="a script"),
        pytest.param(
            {"script": "x", "scriptEnabled": False}, True, True, id="a script that is off"
        ),
        pytest.param({"scriptEnabled": True}, True, False, id="on without a script"),
        pytest.param({"script": "", "scriptEnabled": True}, True, False, id="on, but empty"),
        pytest.param({"script": None}, False, False, id="no script"),
        pytest.param({"script": ""}, False, False, id="an empty script"),
        pytest.param({"script": 5}, False, None, id="a script that is no text"),
        pytest.param({"scriptCompiled": "x"}, False, False, id="only what was compiled"),
    ],
)
def test_gives_a_row_to_scripts(
    fields: dict[str, Any],
    is_there: bool,
    has_script: bool | None,
) -> None:
    """A script has a row, and so has one that is on and not there."""
    frames = frames_of(incoming("a", **fields))

    assert len(frames.scripts) == is_there
    assert row(frames.integrations)["has_script"] is has_script


def test_keeps_rows_and_values_together() -> None:
    """Integrations without a script leave no gap, and shift nothing."""
    frames = frames_of(
        incoming("a"),
        incoming("b", script="b", scriptCompiled="b"),
        incoming("c", scriptCompiled="c"),
        incoming("d", script="d", scriptError={"message": "of d"}),
    )

    assert [
        (line["integration_id"], line["script_source"], line["script_error_message"])
        for line in rows(frames.scripts)
    ] == [("b", "b", None), ("d", "d", "of d")]


@pytest.mark.parametrize(
    ("fields", "is_compiled"),
    [
        pytest.param({"scriptCompiled": "x"}, True, id="compiled"),
        pytest.param({"scriptCompiled": "x", "scriptError": None}, True, id="no error"),
        pytest.param({"scriptCompiled": "x", "scriptError": ""}, True, id="an empty error"),
        pytest.param({"scriptCompiled": "x", "scriptError": {}}, True, id="an error that is empty"),
        pytest.param({"scriptCompiled": ""}, False, id="nothing compiled"),
        pytest.param({}, False, id="no compiled text"),
        pytest.param(
            {"scriptCompiled": "x", "scriptError": {"name": "SyntaxError"}}, False, id="an error"
        ),
        pytest.param({"scriptCompiled": "x", "scriptError": "bad"}, False, id="an error as text"),
        pytest.param({"scriptCompiled": "x", "scriptError": 5}, False, id="an error as a number"),
        pytest.param({"scriptCompiled": 5}, None, id="compiled text that is no text"),
    ],
)
def test_tells_whether_a_script_compiled(
    fields: dict[str, Any],
    is_compiled: bool | None,
) -> None:
    """A script compiled when there is compiled text and no error."""
    assert script_of(**fields)["is_script_compiled"] is is_compiled


@pytest.mark.parametrize(
    ("compiled", "expected"), [(SOURCE, True), ("var Script", False), ("", None), (None, None)]
)
def test_tells_whether_a_script_runs_as_written(
    compiled: str | None,
    expected: bool | None,
) -> None:
    """Without Babel what runs is the script itself."""
    assert script_of(scriptCompiled=compiled)["is_compiled_as_written"] is expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ({"name": "n", "message": "m", "stack": "s"}, ("n", "m", "s")),
        ({"name": None, "message": "m"}, (None, "m", None)),
        ({"name": 5, "message": "m"}, (None, "m", None)),
        ("m", (None, "m", None)),
        ({}, (None, None, None)),
        ([1], (None, None, None)),
    ],
)
def test_reads_the_error_of_the_compiler(error: Any, expected: tuple[str | None, ...]) -> None:
    """An error is an object with three texts; the vendor's description also has a text."""
    script = script_of(scriptError=error)

    names = ("script_error_name", "script_error_message", "script_error_stack")
    assert tuple(script[name] for name in names) == expected


@pytest.mark.parametrize(
    ("fields", "skips"),
    [
        pytest.param({"skipTranspile": True}, True, id="skipped"),
        pytest.param({"skipTranspile": False}, False, id="not skipped"),
        pytest.param({"scriptTranspile": False}, True, id="skipped, by the opposite field"),
        pytest.param({"scriptTranspile": True}, False, id="not skipped, by the opposite field"),
        pytest.param({"skipTranspile": True, "scriptTranspile": True}, True, id="both"),
        pytest.param({}, None, id="neither"),
    ],
)
def test_tells_whether_a_script_skips_babel(fields: dict[str, Any], skips: bool | None) -> None:
    """Servers of 8.4 and later say whether they leave a script as written, in one of two fields."""
    assert script_of(**fields)["skips_transpile"] is skips


@pytest.mark.parametrize(
    ("source", "line_count"), [("a", 1), ("a\nb", 2), ("a\r\nb\r\n", 3), ("\n", 2)]
)
def test_counts_lines_as_editors_do(source: str, line_count: int) -> None:
    """A line end is followed by a line, be it empty."""
    assert script_of(script=source)["script_line_count"] == line_count


def test_measures_a_script_in_characters() -> None:
    """Characters are counted, not bytes; a lone surrogate is one too."""
    script = script_of(script="é😀\ud800")

    assert script["script_size"] == 3
    assert len(script["script_sha256"]) == 64


@pytest.mark.parametrize("is_on", [True, False])
def test_describes_a_script_that_was_left_out(is_on: bool) -> None:
    """A snapshot without scripts knows that there was one, its length, and whether it compiled."""
    document = incoming("a", script=None, scriptCompiled=None, scriptEnabled=is_on)
    lost = [
        Removed("script", "left_out", "f1", 1234),
        Removed("scriptCompiled", "left_out", "f2", 2345),
    ]
    frames = frames_without(document, *lost)
    script = row(frames.scripts)

    assert row(frames.integrations)["has_script"] is True
    assert script["script_size"] == 1234
    assert script["is_script_compiled"] is True
    assert [
        script[name]
        for name in (
            "script_line_count",
            "script_sha256",
            "script_source",
            "is_compiled_as_written",
        )
    ] == [None] * 4


def test_knows_the_error_of_a_script_that_was_left_out() -> None:
    """A script that was left out and has an error did not compile."""
    document = incoming("a", scriptEnabled=True, scriptError="bad")
    frames = frames_without(document, Removed("scriptCompiled", "left_out", "f2", 5))

    assert row(frames.scripts)["is_script_compiled"] is False
