from typing import Any

import pytest

from rcaudit.output.cells import cell


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
