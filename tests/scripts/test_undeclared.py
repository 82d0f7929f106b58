import json

import pytest
from programs import EXPECTED, digest, our_rows, read_programs

from rcaudit.scripts import analyse_script

PROGRAMS = read_programs()
RECORDED = json.loads(EXPECTED.read_text(encoding="utf-8"))
EXPLAINED = {
    "arguments in a default value": "ESLint's scope manager leaves `arguments` open in defaults",
    "destructuring in parentheses": "tree-sitter's grammar has no parentheses around such targets",
}


def test_covers_every_program() -> None:
    """Every program has a record of what ESLint's scope manager found, and none is left over."""
    assert RECORDED.keys() == PROGRAMS.keys()


@pytest.mark.parametrize("title", [title for title in PROGRAMS if title not in EXPLAINED])
def test_agrees_with_eslint(title: str) -> None:
    """The undeclared names, with position, write and strict, are those that ESLint finds."""
    expected = RECORDED[title]
    analysis = analyse_script(PROGRAMS[title])
    if "error" in expected:
        assert analysis.compiles is False
    elif "rows" in expected:
        assert our_rows(analysis, is_module=expected["module"]) == expected["rows"]
    else:
        rows = our_rows(analysis, is_module=False)
        assert (len(rows), digest(rows)) == (expected["count"], expected["digest"])


@pytest.mark.parametrize("title", EXPLAINED)
def test_differs_only_where_it_is_explained(title: str) -> None:
    """The known differences are still differences."""
    expected = RECORDED[title]
    assert our_rows(analyse_script(PROGRAMS[title]), is_module=False) != expected["rows"]
