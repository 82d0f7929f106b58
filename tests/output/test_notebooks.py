"""The notebooks that come with rcaudit: which there are, and copies."""

from pathlib import Path

import pytest
from made_notebooks import write_notebook

from rcaudit.errors import ConfigError, OutputError
from rcaudit.output.chapters import CHAPTERS
from rcaudit.output.notebooks import copy_notebooks, find_notebook, list_notebooks


def test_lists_the_notebooks_with_their_questions():
    """The one to start with is first; the report has a chapter for each."""
    found = {notebook.name: notebook.question for notebook in list_notebooks()}
    assert next(iter(found)) == "start_here"
    assert found == {chapter.notebook: chapter.question for chapter in CHAPTERS}


def test_copies_the_notebooks(tmp_path: Path):
    """Each copy is the same file, in a folder that is made."""
    copies = copy_notebooks(tmp_path / "mine")
    assert {copy.state for copy in copies} == {"copied"}
    for notebook, copy in zip(list_notebooks(), copies, strict=True):
        assert copy.path == tmp_path / "mine" / f"{notebook.name}.ipynb"
        assert copy.path.read_bytes() == notebook.path.read_bytes()


def test_never_writes_over_a_copy(tmp_path: Path):
    """What the user changed stays; what is the same is said to be so."""
    copy_notebooks(tmp_path)
    (tmp_path / "creators.ipynb").write_text("mine")
    states = {copy.path.stem: copy.state for copy in copy_notebooks(tmp_path)}
    assert states.pop("creators") == "kept"
    assert set(states.values()) == {"unchanged"}
    assert (tmp_path / "creators.ipynb").read_text() == "mine"


def test_keeps_a_folder_that_stands_in_a_copys_place(tmp_path: Path):
    """It is the user's as well."""
    (tmp_path / "creators.ipynb").mkdir()
    states = {copy.path.stem: copy.state for copy in copy_notebooks(tmp_path)}
    assert states["creators"] == "kept"


def test_says_where_it_cannot_copy(tmp_path: Path):
    """A file stands in the folder's place."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file"):
        copy_notebooks(tmp_path / "file")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has /proc")
def test_says_which_copy_it_cannot_write():
    """Nobody can make files there, not even root."""
    with pytest.raises(OutputError, match=r"Cannot write /proc/start_here\.ipynb"):
        copy_notebooks("/proc")


def test_finds_a_notebook_by_name_or_path(tmp_path: Path):
    """A user's own notebooks run as well."""
    assert find_notebook("creators").name == "creators.ipynb"
    own = write_notebook(tmp_path / "own.ipynb")
    assert find_notebook(own) == own
    assert find_notebook(str(own)) == own


@pytest.mark.parametrize("name", ["nonsense", "nonsense.ipynb", "README.md", ""])
def test_says_which_notebooks_there_are(name: str):
    """A wrong name gets the right ones."""
    with pytest.raises(ConfigError, match=r"known are start_here, creators, .*trigger_events"):
        find_notebook(name)
