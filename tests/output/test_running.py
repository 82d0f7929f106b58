"""Notebooks run in a kernel."""

import os
import signal
from pathlib import Path

import nbformat
import pytest
from made_notebooks import printed, read_notebook, write_notebook
from nbformat.v4 import new_output

import rcaudit
from rcaudit.errors import ConfigError, NotebookError, OutputError
from rcaudit.output.running import run_notebook

pytestmark = pytest.mark.usefixtures("_from_here")


@pytest.fixture
def _from_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel uses the same rcaudit as this process, and keeps its files to itself."""
    monkeypatch.setenv("PYTHONPATH", str(Path(rcaudit.__file__).parents[1]))


def test_runs_a_notebook_with_parameters_in_the_present_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The file has the parameters, the outputs, and nothing of when or by which Python."""
    monkeypatch.chdir(tmp_path)
    write_notebook(Path("own.ipynb"), "print(TOP, NAME)", "import os; print(os.getcwd())")
    assert run_notebook("own.ipynb", "new/out.ipynb", {"TOP": 3}) == Path("new/out.ipynb")
    notebook = read_notebook(Path("new/out.ipynb"))
    assert printed(notebook) == ["", "", "3 ada\n", f"{tmp_path}\n"]
    assert notebook.metadata.kernelspec.name == "python3"
    assert "version" not in notebook.metadata.language_info
    assert not any("execution" in cell.metadata for cell in notebook.cells)


def test_saves_a_notebook_whose_cell_fails_and_says_which(tmp_path: Path):
    """The error's last line is enough; what stood in later cells is not an answer."""
    path = write_notebook(
        tmp_path / "own.ipynb", "print('before')", "raise KeyError('a\\nlast')", "0"
    )
    notebook = read_notebook(path)
    notebook.cells[-1].outputs = [new_output("stream", text="stale")]
    nbformat.write(notebook, path)
    message = r"Code cell 3 of own.ipynb failed: KeyError: 'a\\nlast'"
    with pytest.raises(NotebookError, match=message):
        run_notebook(path, tmp_path / "out.ipynb")
    saved = read_notebook(tmp_path / "out.ipynb")
    assert printed(saved) == ["", "before\n", "", ""]
    assert saved.cells[-2].outputs[0].ename == "KeyError"


def test_says_what_failed_where_the_message_has_many_lines(tmp_path: Path):
    """The kind of the error stands before the last of its lines."""
    path = write_notebook(tmp_path / "own.ipynb", "raise ValueError('a\\nlast')")
    with pytest.raises(NotebookError, match=r"failed: ValueError: last$"):
        run_notebook(path, tmp_path / "out.ipynb")


def test_says_what_failed_where_there_is_no_message(tmp_path: Path):
    """An assertion has none."""
    path = write_notebook(tmp_path / "own.ipynb", "assert False")
    with pytest.raises(NotebookError, match=r"failed: AssertionError$"):
        run_notebook(path, tmp_path / "out.ipynb")


def test_says_before_the_run_that_the_file_cannot_be_written(tmp_path: Path):
    """An hour's run must not end with that."""
    (tmp_path / "file").touch()
    path = write_notebook(tmp_path / "own.ipynb", "open('ran', 'w')")
    with pytest.raises(OutputError, match="Cannot make the folder"):
        run_notebook(path, tmp_path / "file" / "out.ipynb")
    assert not Path("ran").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_with_its_kernel_when_it_is_interrupted(tmp_path: Path, number: signal.Signals):
    """What ran is saved, the kernel ends, and the caller learns of it as of any Ctrl-C."""
    stop = f"os.kill({os.getpid()}, {number.value}); time.sleep(60)"
    path = write_notebook(tmp_path / "own.ipynb", "import os, time; print(os.getpid())", stop, "0")
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt):
        run_notebook(path, tmp_path / "out.ipynb")
    saved = read_notebook(tmp_path / "out.ipynb")
    assert saved.cells[-1].execution_count is None
    kernel = int(printed(saved)[1])
    with pytest.raises(ProcessLookupError):
        os.kill(kernel, 0)
    assert signal.getsignal(number) == before


def test_gives_up_on_a_cell_that_takes_too_long(tmp_path: Path):
    """A scheduled run must end."""
    path = write_notebook(tmp_path / "own.ipynb", "import time; time.sleep(60)")
    with pytest.raises(NotebookError, match=r"Code cell 2 of own.ipynb took too long"):
        run_notebook(path, tmp_path / "out.ipynb", cell_timeout=1)
    assert (tmp_path / "out.ipynb").exists()


def test_says_that_the_kernel_ended(tmp_path: Path):
    """Out of memory looks like this."""
    path = write_notebook(tmp_path / "own.ipynb", "import os; os._exit(1)")
    with pytest.raises(NotebookError, match=r"Code cell 2 of own.ipynb ended the kernel"):
        run_notebook(path, tmp_path / "out.ipynb")


@pytest.mark.parametrize("content", ["", "{}", '{"cells": 1, "nbformat": 4}', "[]"])
def test_refuses_what_is_no_notebook(tmp_path: Path, content: str):
    """Nothing runs, and nothing is written."""
    (tmp_path / "own.ipynb").write_text(content)
    with pytest.raises(ConfigError, match=r"own\.ipynb is no notebook"):
        run_notebook(tmp_path / "own.ipynb", tmp_path / "out.ipynb")
    assert not (tmp_path / "out.ipynb").exists()


def test_refuses_unknown_parameters_before_anything_runs(tmp_path: Path):
    """A misspelt name must not run for an hour on the sample."""
    with pytest.raises(ConfigError, match="no parameter 'SNAPSHOTS'"):
        run_notebook("start_here", tmp_path / "out.ipynb", {"SNAPSHOTS": "data"})
    assert not (tmp_path / "out.ipynb").exists()
