"""Tables as workbooks of a spreadsheet program (Office Open XML, ECMA-376).

Written without a library: those that there are make formulas of texts, write the time of day into
the file, and collect a sheet in the folder for temporary files.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from rcaudit.errors import OutputError
from rcaudit.output.cells import cell, in_chunks

_MOST_ROWS = 1_048_575
_MOST_CHARACTERS = 32_767
_LARGEST_INTEGER = 2**53
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_TIME = (1980, 1, 1, 0, 0, 0)

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS = "http://schemas.openxmlformats.org"
_MAIN = f"{_FORMATS}/spreadsheetml/2006/main"
_LINKS = f"{_FORMATS}/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_FORMATS}/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_FORMATS}/package/2006/relationships"><Relationship Id="rId1"'
        f' Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_FORMATS}/package/2006/relationships"><Relationship Id="rId1"'
        f' Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def write_xlsx(frame: pd.DataFrame, path: Path, *, raw: bool) -> None:
    """Write a table as a workbook with one sheet, in cells as `write_csv` writes them.

    Texts are stored as texts: no cell is a formula, also if `raw`. Control characters, which a
    workbook cannot hold, are replaced by U+FFFD, and a text is cut off after 32,767 characters of
    UTF-16, the most that a cell takes.

    Raises:
        OutputError: The table has more rows than a sheet can hold.
    """
    if len(frame) > _MOST_ROWS:
        raise OutputError(
            f"Cannot write {path.name}: a sheet holds {_MOST_ROWS} rows, and there are "
            f"{len(frame)}. Choose another format."
        )
    workbook = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        f'<sheet name="{path.stem}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    with ZipFile(path, "w") as book:
        for name, content in (_PARTS | {"xl/workbook.xml": workbook}).items():
            book.writestr(_entry(name), _XML + content)
        with book.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            for text in _render_sheet(frame, raw=raw):
                sheet.write(text.encode())


def _entry(name: str) -> ZipInfo:
    # One time for all: the same table gives the same bytes.
    entry = ZipInfo(name, _NO_TIME)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _render_sheet(frame: pd.DataFrame, *, raw: bool) -> Iterator[str]:
    letters = [_letters(number) for number in range(len(frame.columns))]
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'
    yield _render_row(letters, 1, frame.columns)
    number = 1
    for columns in in_chunks(frame):
        for values in zip(*columns, strict=True):
            number += 1
            yield _render_row(letters, number, [cell(value, raw=raw) for value in values])
    yield "</sheetData></worksheet>"


def _render_row(letters: list[str], number: int, values: Iterable[Any]) -> str:
    cells = [
        _render_cell(f"{column}{number}", value)
        for column, value in zip(letters, values, strict=True)
        if value != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _render_cell(place: str, value: Any) -> str:
    # A sheet's numbers have 53 bits.
    if isinstance(value, int) and abs(value) <= _LARGEST_INTEGER:
        return f'<c r="{place}"><v>{value}</v></c>'
    text = str(value).encode("utf-16-le")[: 2 * _MOST_CHARACTERS].decode("utf-16-le", "ignore")
    text = escape(_NOT_IN_XML.sub("\ufffd", text), {"\r": "&#13;"})
    # `_x000D_` would be read as a line end.
    text = _ESCAPE.sub("_x005F_", text)
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(number: int) -> str:
    head, last = divmod(number, 26)
    return (_letters(head - 1) if head else "") + chr(ord("A") + last)
