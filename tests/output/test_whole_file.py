"""Files that appear whole or not at all."""

from pathlib import Path

import pytest

from rcaudit.errors import OutputError
from rcaudit.output.whole_file import write_whole


@pytest.mark.parametrize(
    ("content", "written"),
    [
        pytest.param("grün\n", "grün\n".encode(), id="text"),
        pytest.param(b"\x00\xff", b"\x00\xff", id="bytes"),
        pytest.param("a\ud83db", b"a?b", id="half a character"),
    ],
)
def test_writes_a_file_in_a_new_folder(tmp_path: Path, content: str | bytes, written: bytes):
    """The folder is made where there is none, and nothing else is left in it."""
    path = tmp_path / "new" / "page.html"
    write_whole(path, content)
    assert path.read_bytes() == written
    assert list(path.parent.iterdir()) == [path]


def test_takes_the_place_of_the_file_that_was_there(tmp_path: Path):
    """The second run of the night writes the same file."""
    path = tmp_path / "page.html"
    path.write_text("old")
    write_whole(path, "new")
    assert path.read_text() == "new"


def test_says_where_it_cannot_write(tmp_path: Path):
    """A folder stands there; what is in it stays, and no draft is left behind."""
    (tmp_path / "page.html").mkdir()
    (tmp_path / "page.html" / "kept").touch()
    with pytest.raises(OutputError, match=r"Cannot write .*page\.html"):
        write_whole(tmp_path / "page.html", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html" / "kept").exists()


def test_says_so_where_not_even_a_draft_can_be_made(tmp_path: Path):
    """There is nothing to clear away, and nobody is told of that."""
    with pytest.raises(OutputError, match="File name too long"):
        write_whole(tmp_path / ("x" * 300), "new")
    assert list(tmp_path.iterdir()) == []
