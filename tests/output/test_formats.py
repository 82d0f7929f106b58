import csv
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet
import pytest
from demo_documents import incoming, outgoing
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tables import frames_of, rows

from rcaudit.output.formats import write_csv, write_jsonl, write_parquet

HOSTILE = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", '"=1', " =1", "\uff1d1+1"),
    *("a,b", 'a"b', "a\r\nb", "a\nb", "a\rb", "\0", "a\0b", " ", "", "NA", "null", "#N/A"),
    *("\u202eevil", "😀", "\ud800", "\udc00\ud800", "é", "'", '"', "''=", "\\", "\x1a", "\u2028"),
    "\ufeff",
]
TEXT = st.sampled_from(HOSTILE) | st.text(st.characters(), max_size=8)


def frame_of(texts: list[str]) -> pd.DataFrame:
    """Return a table with a text a row, and two columns that say which and whether."""
    return pd.DataFrame(
        {
            "text": pd.array(texts, dtype="string[python]"),
            "number": pd.array(range(len(texts)), dtype="Int64"),
            "flag": pd.array([True] * len(texts), dtype="boolean"),
        }
    )


def stored(text: str) -> str:
    """Return what files hold of a text: lone surrogates cannot be encoded."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def csv_of(frame: pd.DataFrame, folder: Path, *, raw: bool = False) -> str:
    """Return the text of a table written as CSV."""
    write_csv(frame, folder / "table.csv", raw=raw)
    return (folder / "table.csv").read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for the files of all examples."""
    return tmp_path_factory.mktemp("formats")


@settings(deadline=None)  # other work on the machine is no failure
@given(st.lists(TEXT, max_size=6), st.booleans())
@example(HOSTILE, True)
@example(HOSTILE, False)
def test_csv_reads_back(folder: Path, texts: list[str], raw: bool) -> None:
    """Python's reader and pandas' find each text in its row, be it ever so hostile."""
    written = csv_of(frame_of(texts), folder, raw=raw)

    header, *lines = csv.reader(io.StringIO(written, newline=""), strict=True)
    frame = pd.read_csv(
        folder / "table.csv", dtype=str, keep_default_na=False, encoding="utf-8", engine="c"
    )
    assert header == ["text", "number", "flag"]
    assert [line[1:] for line in lines] == [[f"{row}", "true"] for row in range(len(texts))]
    assert frame.to_numpy().tolist() == lines
    for text, (cell, *_) in zip(texts, lines, strict=True):
        kept = stored(text).replace("\0", "\ufffd")
        assert cell in ({kept} if raw else {kept, f"'{kept}"})


@settings(deadline=None)  # other work on the machine is no failure
@given(st.lists(TEXT, min_size=1, max_size=6))
@example(HOSTILE)
def test_csv_has_no_cell_that_a_spreadsheet_takes_for_a_formula(
    folder: Path, texts: list[str]
) -> None:
    """No cell begins with what makes a formula, not even behind quotes or white space."""
    written = csv_of(frame_of(texts), folder)

    for cell, *_ in list(csv.reader(io.StringIO(written, newline="")))[1:]:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert not cell.lstrip(' \t\r\n"').startswith(("=", "+", "-", "@"))


def test_csv_is_rfc_4180(tmp_path: Path) -> None:
    """Lines end in CRLF, the first is the header, and quotes stand only where they must."""
    written = csv_of(frame_of(["a,b", 'say "hi"', "two\nlines", "plain"]), tmp_path)

    assert written == (
        "text,number,flag\r\n"
        '"a,b",0,true\r\n'
        '"say ""hi""",1,true\r\n'
        '"two\nlines",2,true\r\n'
        "plain,3,true\r\n"
    )


def test_csv_writes_each_kind(tmp_path: Path) -> None:
    """Numbers are numbers, times ISO 8601 with milliseconds, and missing values empty."""
    frames = frames_of(
        incoming("a", enabled=False, retryCount=-1, _createdAt="0001-01-01T00:00:00.123456Z"),
        incoming("b", enabled=None),
    )
    columns = ["integration_id", "is_enabled", "retry_count", "created_at", "event", "direction"]

    assert csv_of(frames.integrations[columns], tmp_path).splitlines()[1:] == [
        "a,false,-1,0001-01-01T00:00:00.123Z,,incoming",
        "b,,,,,incoming",
    ]


def test_csv_replaces_what_stops_readers(tmp_path: Path) -> None:
    """NUL and lone surrogates become U+FFFD, also in categories and raw."""
    frames = frames_of(outgoing("a", name="a\0b", event="\ud800", channel=["#\udc00"]))

    written = csv_of(frames.integrations[["name", "event"]], tmp_path, raw=True)

    assert written.splitlines()[1] == "a\ufffdb,\ufffd"


def test_csv_of_a_table_longer_than_a_chunk(tmp_path: Path) -> None:
    """Tables are written some rows at a time, and no row is lost between."""
    lines = csv_of(frame_of(["x"] * 10_001), tmp_path).splitlines()

    assert len(lines) == 10_002
    assert lines[-1] == "x,10000,true"


@settings(deadline=None)  # other work on the machine is no failure
@given(st.lists(TEXT, max_size=6))
@example(HOSTILE)
def test_jsonl_reads_back(folder: Path, texts: list[str]) -> None:
    """Each line is an object with every column, and each text is there as it was."""
    write_jsonl(frame_of(texts), folder / "table.jsonl")

    lines = (folder / "table.jsonl").read_bytes().decode("utf-8").split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == [
        {"text": stored(text), "number": row, "flag": True} for row, text in enumerate(texts)
    ]


def test_jsonl_writes_each_kind(tmp_path: Path) -> None:
    """Missing values are null, times ISO 8601 with milliseconds."""
    frames = frames_of(incoming("a", enabled="true", _createdAt="2024-05-06T07:08:09Z"))
    columns = ["integration_id", "is_enabled", "retry_count", "created_at", "direction", "event"]
    write_jsonl(frames.integrations[columns], tmp_path / "table.jsonl")

    assert json.loads((tmp_path / "table.jsonl").read_text(encoding="utf-8")) == {
        "integration_id": "a",
        "is_enabled": True,
        "retry_count": None,
        "created_at": "2024-05-06T07:08:09.000Z",
        "direction": "incoming",
        "event": None,
    }


@pytest.mark.parametrize("texts", [[], ["a", ""], HOSTILE])
def test_parquet_reads_back(tmp_path: Path, texts: list[str]) -> None:
    """Texts come back as they were, but for lone surrogates."""
    write_parquet(frame_of(texts), tmp_path / "table.parquet")

    read = pyarrow.parquet.read_table(tmp_path / "table.parquet").to_pylist()
    assert read == [
        {"text": stored(text), "number": row, "flag": True} for row, text in enumerate(texts)
    ]


def test_parquet_keeps_kinds(tmp_path: Path) -> None:
    """Numbers, booleans, times and missing values come back as what they were."""
    document: dict[str, Any] = outgoing("a", event="\ud800", _createdAt="2024-05-06T07:08:09.123Z")
    frame = frames_of(document, outgoing("b", event="sendMessage", enabled=None)).integrations
    write_parquet(frame, tmp_path / "table.parquet")

    read = pd.read_parquet(tmp_path / "table.parquet")
    frame["event"] = pd.Series(["\ufffd", "sendMessage"], dtype="category")
    assert rows(read) == rows(frame)
    assert read["is_enabled"].dtype == "boolean"
    assert read["created_at"].dtype == "datetime64[us, UTC]"
