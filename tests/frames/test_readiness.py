import json
import subprocess
import sys
from typing import Any

import pandas as pd
import pytest
from audit_frames import RELAY, make_frames, scripted

from rcaudit.frames.schema import READINESS, SCRIPT_HITS
from rcaudit.snapshot.redaction import Document

BREAKS = """class Script {
    process_incoming_request({ request }) {
        text = request.content.text;
        return { content: { text } };
    }
}
"""
MAY_BREAK = RELAY.replace("{ text: request.content.text }", "[1].map(this.wrap)").replace(
    "class Script {\n", "class Script {\n    wrap(value) { return this.prefix + value; }\n"
)
UNFINISHED = "class Script {\n    process_incoming_request( {\n"
NEEDS_VM2 = RELAY.replace("request.content.text", "_.escape(request.content.text)")
TOO_DEEP = "[" * 6_000


def verdict(document: Document, **manifest: Any) -> dict[str, Any]:
    """Return the readiness of the one script, None where a value is missing."""
    (row,) = make_frames(document, **manifest).scripts.astype(object).to_dict("records")
    return {
        column.name: None if pd.isna(row[column.name]) else row[column.name] for column in READINESS
    }


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(RELAY, ("ready", None), id="nothing to object to"),
        pytest.param(BREAKS, ("breaks", "on_9"), id="an implicit global"),
        pytest.param(MAY_BREAK, ("may_break", "on_9"), id="a detached method"),
        pytest.param(UNFINISHED, ("does_not_compile", "now"), id="an unfinished script"),
        pytest.param(TOO_DEEP, ("not_analysed", None), id="too many brackets"),
    ],
)
def test_each_script_gets_a_verdict_for_9(source: str, expected: tuple[str, str | None]) -> None:
    """The verdict says whether it breaks, and the next column from when on."""
    found = verdict(scripted(source=source))

    assert (found["readiness_9"], found["readiness_9_when"]) == expected


@pytest.mark.parametrize(
    ("fields", "version", "when"),
    [
        pytest.param({}, "6.5.0", "on_9", id="an old server"),
        pytest.param({}, None, "on_9", id="a server of unknown version"),
        pytest.param({"skipTranspile": True}, "8.4.1", "now", id="stored as written on 8.4"),
        pytest.param({"scriptTranspile": False}, "8.4.1", "now", id="so by the other field"),
        pytest.param({"skipTranspile": False}, "8.4.1", "on_9", id="stored compiled on 8.4"),
        pytest.param({}, "9.0.0", "next_save", id="migrated to 9.0, and not saved since"),
        pytest.param({"scriptCompiled": BREAKS}, "9.0.0", "now", id="saved on 9.0"),
        pytest.param({"scriptCompiled": None}, "9.0.0", "now", id="without compiled text on 9.0"),
        pytest.param({"scriptEnabled": False}, "9.0.0", "when_enabled", id="the script is off"),
        pytest.param({"enabled": False}, "9.0.0", "when_enabled", id="the integration is off"),
    ],
)
def test_when_it_breaks_follows_server_and_document(
    fields: dict[str, Any], version: str | None, when: str
) -> None:
    """The same text breaks now, at the next save, on 9.0, or once it is on."""
    found = verdict(scripted(source=BREAKS, **fields), server_version=version)

    assert (found["readiness_9"], found["readiness_9_when"]) == ("breaks", when)


@pytest.mark.parametrize(
    ("source", "fields", "version", "expected"),
    [
        pytest.param(RELAY, {}, "6.5.0", ("ready", None), id="what both engines have"),
        pytest.param(
            NEEDS_VM2, {"scriptEngine": "vm2"}, "6.5.0", ("breaks", "on_7"), id="underscore, vm2"
        ),
        pytest.param(NEEDS_VM2, {}, "8.4.0", ("breaks", "now"), id="underscore, isolated-vm"),
        pytest.param(
            RELAY, {"scriptEngine": None}, "6.5.0", ("may_break", "on_7"), id="the engine only"
        ),
        pytest.param(TOO_DEEP, {}, "8.4.0", ("not_analysed", None), id="too many brackets"),
    ],
)
def test_each_script_gets_a_verdict_for_7(
    source: str, fields: dict[str, Any], version: str, expected: tuple[str, str | None]
) -> None:
    """The verdict says whether the script needs the engine that 7.0 removed."""
    found = verdict(scripted(source=source, **fields), server_version=version)

    assert (found["readiness_7"], found["readiness_7_when"]) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({}, False, id="compiled"),
        pytest.param({"scriptCompiled": ""}, True, id="an empty compiled text"),
        pytest.param({"scriptError": {"message": "Unexpected token"}}, True, id="an error"),
        pytest.param({"scriptError": "boom", "enabled": False}, False, id="it is off"),
        pytest.param({"script": "", "scriptCompiled": ""}, True, id="nothing at all"),
    ],
)
def test_a_script_that_is_on_and_does_nothing_is_silent(
    fields: dict[str, Any], expected: bool
) -> None:
    """An error or a missing compiled text silences what is switched on."""
    assert verdict(scripted(**fields))["is_silent"] is expected


def test_says_which_methods_the_script_defines_and_how_many_hits_it_has() -> None:
    """Handlers are a JSON list; the count is that of the rows in `script_hits`."""
    found = verdict(scripted(source=BREAKS))

    assert json.loads(found["handlers"]) == ["process_incoming_request"]
    assert found["hit_count"] == 1
    assert found["readiness_9_reason"].endswith("at line 3.")


def test_a_script_that_was_left_out_is_not_analysed() -> None:
    """What nobody could read never looks like a pass."""
    frames = make_frames(scripted(source=BREAKS), keep_scripts=False)

    row = frames.scripts.iloc[0]
    assert (row["readiness_9"], row["readiness_7"]) == ("not_analysed", "not_analysed")
    assert row["readiness_9_reason"] == "Not analysed: no script text."
    assert row["hit_count"] is pd.NA
    assert not row["is_silent"]
    assert frames.script_hits.empty


def test_every_hit_has_a_row_with_its_place_and_its_fix() -> None:
    """Rows are sorted by integration and place; copies have rows of their own."""
    hits = make_frames(scripted("a", BREAKS), scripted("b"), scripted("c", BREAKS)).script_hits

    assert hits["integration_id"].tolist() == ["a", "c"]
    row = hits.astype(object).iloc[1].to_dict()
    assert row == {
        "workspace": "chat.example.org",
        "integration_id": "c",
        "rule": "implicit_global",
        "effect": "breaks",
        "severity": "high",
        "line": 3,
        "column": 9,
        "name": "text",
        "source_line": "text = request.content.text;",
        "message": "`text` is assigned to, but declared nowhere.",
        "fix": "declare it: `let text = …`",
    }


def test_the_line_of_a_hit_is_without_its_secrets() -> None:
    """The hits come from the text as kept."""
    source = BREAKS.replace("text = request", "password = 'Tr0ub4dor&3' + request")

    assert "Tr0ub4dor" not in make_frames(scripted(source=source)).script_hits.to_csv()


def dtypes(frame: pd.DataFrame) -> list[str]:
    """Return the names of the dtypes."""
    return [str(dtype) for dtype in frame.dtypes]


@pytest.mark.parametrize("table", ["scripts", "script_hits"])
def test_columns_and_dtypes_do_not_depend_on_the_documents(table: str) -> None:
    """A workspace without integrations has the same columns."""
    empty = make_frames().table(table)
    full = make_frames(scripted(source=BREAKS)).table(table)

    assert empty.columns.tolist() == full.columns.tolist()
    assert dtypes(empty) == dtypes(full)


def test_hits_have_the_columns_of_the_schema() -> None:
    """The schema is the single source."""
    names = [column.name for column in SCRIPT_HITS.columns]

    assert make_frames().script_hits.columns.tolist() == names


def test_tables_stay_the_callers_own() -> None:
    """A change to `scripts` survives when the hits are asked for later."""
    frames = make_frames(scripted())
    frames.scripts.loc[0, "direction"] = None

    assert frames.script_hits.empty
    assert frames.scripts["direction"].isna().all()


def test_the_parser_loads_only_when_scripts_are_asked_for() -> None:
    """The other tables come without it."""
    program = (
        "import sys, rcaudit\n"
        "frames = rcaudit.load_snapshot('data/sample').frames\n"
        "frames.integrations, frames.creators\n"
        "print('tree_sitter' in sys.modules)\n"
        "frames.script_hits\n"
        "print('tree_sitter' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert done.stdout.split() == [b"False", b"True"]
