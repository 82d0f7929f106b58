from typing import Any

import pandas as pd
import pytest

from rcaudit.output.cells import cell, in_rows


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\tx", "=", "-"),
        *("'=1", '"=1', "\"'=1", " =1", "\u00a0=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20A"),
    ],
)
def test_guards_what_looks_like_a_formula(text: str) -> None:
    """An apostrophe stands before it, unless the texts are wanted raw."""
    assert cell(text, raw=False) == f"'{text}"
    assert cell(text, raw=True) == text


@pytest.mark.parametrize(
    "text", ["a=b", "a-b", "1+1", "", " ", "'quoted'", '"quoted"', "{}", "[]", "#general", "ann@x"]
)
def test_leaves_other_texts_alone(text: str) -> None:
    """What is no formula stays as it is."""
    assert cell(text, raw=False) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ""), (True, "true"), (False, "false"), (-1, -1), (0, 0), ("a\0", "a\ufffd")],
)
def test_writes_each_kind(value: Any, expected: Any) -> None:
    """Missing values are empty, booleans words, numbers numbers; NUL is replaced."""
    for raw in (False, True):
        assert cell(value, raw=raw) == expected
        assert type(cell(value, raw=raw)) is type(expected)


def test_goes_through_rows_by_column() -> None:
    """Values are Python's own, times are texts, what is missing is None."""
    frame = pd.DataFrame(
        {
            "name": pd.array(["a\ud800", None], dtype="string[python]"),
            "is_on": pd.array([True, None], dtype="boolean"),
            "at": pd.to_datetime(["2026-11-02T03:00:00Z", None], utc=True),
        }
    )

    assert list(in_rows(frame)) == [
        {"name": "a\ufffd", "is_on": True, "at": "2026-11-02T03:00:00.000Z"},
        {"name": None, "is_on": None, "at": None},
    ]
    assert list(in_rows(frame.head(0))) == []
