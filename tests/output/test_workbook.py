from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from demo_documents import incoming
from tables import frames_of

from rcaudit.errors import OutputError
from rcaudit.output.workbook import write_xlsx


def sheet_of(frame: pd.DataFrame, folder: Path, *, raw: bool = False) -> Any:
    """Return the sheet of a table written as a workbook."""
    write_xlsx(frame, folder / "table.xlsx", raw=raw)
    (sheet,) = openpyxl.load_workbook(folder / "table.xlsx").worksheets
    return sheet


def written(text: str, folder: Path, *, raw: bool = False) -> Any:
    """Return the cell of a text."""
    frame = pd.DataFrame({"text": pd.array([text], dtype="string[python]")})
    return sheet_of(frame, folder, raw=raw)["A2"]


def test_writes_a_table(tmp_path: Path) -> None:
    """A sheet named for the file has the columns and the rows; numbers are numbers."""
    frame = frames_of(incoming("a", retryCount=2**53, enabled=True)).integrations
    sheet = sheet_of(frame[["integration_id", "retry_count", "is_enabled", "event"]], tmp_path)

    assert sheet.title == "table"
    assert [[cell.value for cell in row] for row in sheet] == [
        ["integration_id", "retry_count", "is_enabled", "event"],
        ["a", 2**53, "true", None],
    ]


def test_writes_numbers_that_a_sheet_would_round_as_text(tmp_path: Path) -> None:
    """A sheet's numbers have 53 bits."""
    frame = frames_of(incoming("a", retryCount=2**53 + 1)).integrations

    assert sheet_of(frame[["retry_count"]], tmp_path)["A2"].value == str(2**53 + 1)


@pytest.mark.parametrize("text", ["=1+1", "=", "@SUM(A1)", "+1", "-1", "#N/A", "#REF!"])
@pytest.mark.parametrize("raw", [True, False])
def test_never_writes_a_formula(tmp_path: Path, text: str, raw: bool) -> None:
    """A text is a text, raw or not; where it is not raw it has an apostrophe as well."""
    cell = written(text, tmp_path, raw=raw)

    assert cell.data_type == "s"
    assert cell.value == (text if raw or text.startswith("#") else f"'{text}")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("a\0b\x1f", "a\ufffdb\ufffd", id="control characters"),
        pytest.param("a\uffff", "a\ufffd", id="no character"),
        pytest.param("\ud800", "\ufffd", id="a lone surrogate"),
        pytest.param("a\r\nb\rc", "a\r\nb\rc", id="other line ends"),
        pytest.param("_x000D_ _x00", "_x005F_x000D_ _x00", id="what reads like an escape"),
        pytest.param("two\nlines\t", "two\nlines\t", id="line ends and tabs"),
        pytest.param(" é 😀 \u202e", " é 😀 \u202e", id="other alphabets"),
        pytest.param("<b>&amp;</b>", "<b>&amp;</b>", id="markup"),
        pytest.param("x" * 32_768, "x" * 32_767, id="too long a text"),
        pytest.param("x" + "😀" * 16_384, "x" + "😀" * 16_383, id="too long a text of pairs"),
        pytest.param("xx" + "😀" * 16_384, "xx" + "😀" * 16_382, id="a pair that would be cut"),
    ],
)
def test_keeps_what_a_sheet_can_hold(tmp_path: Path, text: str, kept: str) -> None:
    """What a workbook cannot hold is replaced, and what is too long is cut off.

    A spreadsheet program reads `_x005F_` as an underscore; openpyxl gives it as it is stored.
    """
    assert written(text, tmp_path).value == kept


def test_holds_no_time_of_its_own(tmp_path: Path) -> None:
    """Nothing in the file tells when it was written, so that the same table is the same file."""
    written("x", tmp_path)

    with ZipFile(tmp_path / "table.xlsx") as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("docProps" in name for name in book.namelist())


def test_names_columns_past_the_alphabet(tmp_path: Path) -> None:
    """Columns go on with two and three letters."""
    frame = pd.DataFrame([range(703)], columns=[f"c{number}" for number in range(703)])
    sheet = sheet_of(frame.astype("Int64"), tmp_path)

    assert [sheet[place].value for place in ("Z2", "AA2", "AZ2", "ZZ2", "AAA2")] == [
        *(25, 26, 51, 701, 702)
    ]


def test_refuses_more_rows_than_a_sheet_has(tmp_path: Path) -> None:
    """A table that does not fit is refused before anything is written."""
    frame = pd.DataFrame(index=range(1_048_576))

    with pytest.raises(OutputError, match=r"table\.xlsx.*1048576"):
        sheet_of(frame, tmp_path)
    assert list(tmp_path.iterdir()) == []
