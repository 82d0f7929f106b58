import pytest

from rcaudit.scripts.positions import Positions


@pytest.mark.parametrize(
    ("source", "offset", "position"),
    [
        pytest.param("a\nbc", 3, (2, 2), id="LF"),
        pytest.param("a\r\nbc", 4, (2, 2), id="CRLF is one line end"),
        pytest.param("a\rbc", 3, (2, 2), id="CR"),
        pytest.param("a\u2028bc", 5, (2, 2), id="a line separator"),
        pytest.param("'日本' + x", 11, (1, 8), id="columns count characters, not bytes"),
        pytest.param("'😀' + x", 9, (1, 7), id="a character beyond the basic plane is one"),
        pytest.param("", 0, (1, 1), id="an empty script"),
    ],
)
def test_counts_lines_and_columns(source: str, offset: int, position: tuple[int, int]) -> None:
    """Lines end where JavaScript says, and columns are what an editor shows."""
    assert Positions(source.encode()).position(offset) == position


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param("a = 1;\r\nb = 2;\r\n", "b = 2;", id="between two"),
        pytest.param("a = 1;\r\nb = 2;", "b = 2;", id="the last"),
    ],
)
def test_gives_a_line_without_its_end(source: str, line: str) -> None:
    """A short line comes whole, without its end."""
    assert Positions(source.encode()).excerpt(9, 80) == line


@pytest.mark.parametrize(
    ("before", "after", "excerpt"),
    [
        pytest.param("a" * 50, "b" * 50, "…aaaaaXbbbb…", id="in the middle"),
        pytest.param("aa", "b" * 50, "aaXbbbbbbb…", id="near the beginning"),
        pytest.param("a" * 50, "b", "…aaaaaXb", id="near the end"),
        pytest.param("日" * 50, "本" * 50, "…日日日日日X本本本本…", id="wide characters"),
    ],
)
def test_cuts_long_lines_around_the_place(before: str, after: str, excerpt: str) -> None:
    """A long line is cut where it is far from the place, and says so."""
    text = f"first\n{before}X{after}\nlast".encode()
    assert Positions(text).excerpt(text.index(b"X"), 10) == excerpt


def test_counts_characters_of_a_long_line() -> None:
    """Columns stay exact through thousands of wide characters."""
    text = ("é" * 5_000 + "x").encode()
    assert Positions(text).position(10_000) == (1, 5_001)
