"""Tables as HTML."""

from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcaudit.output.html_table import escape_text, render_prose, render_table


class Cells(HTMLParser):
    """The texts of a table's cells, and every tag that was met."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the base's
        """Begin a row or a cell."""
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        """Add to the cell."""
        if self.lasttag not in {"table", "thead", "tbody", "tr"} and data.strip("\n"):
            self.rows[-1][-1] += data


def test_shows_each_kind_of_value_as_a_reader_expects_it():
    """Numbers have their thousands apart, and a missing value says so."""
    frame = pd.DataFrame(
        {
            "name": pd.array(["a", None], dtype="string[python]"),
            "is_on": pd.array([True, None], dtype="boolean"),
            "count": pd.array([12345, None], dtype="Int64"),
            "share": [1, 2],
        }
    )
    assert Cells(render_table(frame)).rows == [
        ["name", "is_on", "count", "share"],
        ["a", "yes", "12,345", "1"],
        ["unknown", "unknown", "unknown", "2"],
    ]


def test_takes_a_text_of_true_for_a_text():
    """An integration may be called so."""
    assert Cells(render_table(pd.DataFrame({"name": ["True"]}))).rows[1] == ["True"]


def test_puts_text_to_the_left_and_numbers_to_the_right():
    """JupyterLab would put all to the right, and code hosts take the attribute only."""
    page = render_table(pd.DataFrame({"name": ["a"], "count": [1]}))
    assert '<td align="left" style="text-align:left">a</td>' in page
    assert '<td align="right" style="text-align:right">1</td>' in page


def test_does_not_break_days_and_ids():
    """A hyphen in a day is no place to break it."""
    page = render_table(pd.DataFrame({"saved_on": ["2026-01-01"]}))
    assert 'white-space:nowrap">2026-01-01<' in page


def test_shows_a_named_index_and_hides_a_counter():
    """What is counted is the index of a count."""
    frame = pd.DataFrame({"total": [1]}, index=pd.Index(["ada"], name="creator"))
    assert Cells(render_table(frame)).rows == [["creator", "total"], ["ada", "1"]]
    assert Cells(render_table(frame.reset_index())).rows == [["creator", "total"], ["ada", "1"]]


def test_says_how_many_rows_are_not_shown():
    """A table that was cut must not look whole."""
    rows = Cells(render_table(pd.DataFrame({"n": range(1500)}), longest=2)).rows
    assert rows == [["n"], ["0"], ["1"], ["and 1,498 more"]]


def test_says_that_there_are_none():
    """An empty table is an answer."""
    assert Cells(render_table(pd.DataFrame({"name": []}))).rows == [["name"], ["none"]]


def test_makes_plain_words_of_columns():
    """A report is for people who have no Python."""
    frame = pd.DataFrame({"is_enabled": [True], "creator_username": ["a"]})
    assert Cells(render_table(frame, is_plain=True)).rows[0] == ["enabled", "creator username"]


def test_tells_a_screen_reader_what_the_headings_are_of():
    """A cell is read with the name of its column."""
    assert render_table(pd.DataFrame({"name": ["a"]})).count('<th scope="col"') == 1


def test_sets_code_in_the_sentences_of_a_report():
    """A name of the workspace is no sentence, and its backticks stay."""
    page = render_table(pd.DataFrame({"name": ["`a`"], "fix": ["use `b`"]}), is_plain=True)
    assert ">`a`<" in page
    assert ">use <code>b</code><" in page
    assert "<code>" not in render_table(pd.DataFrame({"fix": ["use `b`"]}))


def test_escapes_what_stands_in_code():
    """Between backticks is still the workspace's text."""
    assert render_prose("a `<b>` c") == "a <code>&lt;b&gt;</code> c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;", id="markup"),
        pytest.param("a\u202eb", "a[U+202E]b", id="an override of the direction"),
        pytest.param("a\u200bb", "a[U+200B]b", id="a space of no width"),
        pytest.param("a\r\nb", "a[U+000D][U+000A]b", id="a line break"),
        pytest.param("a\ud83db", "a\N{REPLACEMENT CHARACTER}b", id="half a character"),
        pytest.param("👩🏽\u200d💻", "👩🏽\u200d💻", id="an emoji of several characters"),
        pytest.param("x" * 30, "x" * 24 + "<wbr>" + "x" * 6, id="a long word"),
        pytest.param(
            "script_needs_removed_engine", "script_needs_removed_<wbr>engine", id="a word of words"
        ),
        pytest.param("retired_script_engine", "retired_script_engine", id="a word that fits"),
        pytest.param("y " * 200, ("y " * 50).strip() + "…", id="a long text"),
    ],
)
def test_shows_texts_as_they_are(text: str, shown: str):
    """Nothing runs, nothing hides, nothing turns around."""
    assert escape_text(text) == shown


@given(st.lists(st.text(st.characters(codec=None), max_size=120), min_size=1, max_size=5))
def test_holds_whatever_the_workspace_says(texts: list[str]):
    """Every text stays in its cell, in characters that a file can hold."""
    page = render_table(pd.DataFrame({"name": texts}, dtype=object))
    page.encode("utf-8")
    cells = Cells(page)
    assert cells.tags <= {"table", "thead", "tbody", "tr", "th", "td", "wbr"}
    assert len(cells.rows) == 1 + len(texts)
