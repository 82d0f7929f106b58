"""`rcaudit notebooks`."""

import sys
from pathlib import Path

import pytest
from made_notebooks import printed, read_notebook, write_notebook

import rcaudit
from rcaudit.output.notebooks import list_notebooks


@pytest.fixture(autouse=True)
def _for_kernels(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernels have a home to write to, and use the same rcaudit as this process."""
    home.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(Path(rcaudit.__file__).parents[1]))


def test_lists_names_and_questions(run):
    """One line for each, the first to start with."""
    lines = run("notebooks", "list").out.splitlines()
    assert lines[0].split(maxsplit=1) == ["start_here", "What is in this workspace?"]
    assert len(lines) == len(list_notebooks())


def test_says_what_became_of_each_copy(run, tmp_path):
    """A user's changes are kept, and it is said so."""
    assert "mine/creators.ipynb: copied." in run("notebooks", "copy", "mine").err
    (tmp_path / "mine" / "creators.ipynb").write_text("mine")
    done = run("notebooks", "copy", "mine")
    assert done.status == 0
    assert "mine/start_here.ipynb: was there already." in done.err
    assert "mine/creators.ipynb: kept: yours differs" in done.err


def test_runs_a_notebook_with_parameters(run, tmp_path):
    """The path is printed, for a script to go on with."""
    write_notebook(tmp_path / "own.ipynb", "print(TOP, PLACE)")
    done = run("notebooks", "run", "own.ipynb", "-p", "TOP=3", "-p", "PLACE=x", "--out", "o.ipynb")
    assert (done.status, done.out) == (0, "o.ipynb\n")
    assert printed(read_notebook(tmp_path / "o.ipynb"))[-1] == "3 x\n"


def test_exits_1_where_a_cell_fails_and_saves_what_there_is(run, tmp_path):
    """The scheduler sees it, and the file shows it."""
    write_notebook(tmp_path / "own.ipynb", "1 / 0")
    done = run("notebooks", "run", "own.ipynb", "--out", "o.ipynb", "-q")
    assert done.status == 1
    assert (
        done.err == "Error: Code cell 2 of own.ipynb failed: ZeroDivisionError: division by zero\n"
    )
    assert read_notebook(tmp_path / "o.ipynb").cells[-1].outputs[0].ename == "ZeroDivisionError"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["nonsense"], "known are start_here, creators", id="an unknown notebook"),
        pytest.param(["creators", "-p", "WHO=ada"], "it has SNAPSHOT, PROFILE, TOP", id="unknown"),
        pytest.param(["creators", "-p", "TOP=x"], "of type int", id="a value of another type"),
        pytest.param(
            ["creators", "-p", "PROFILE=ghp_abcdefghijklmnopqrstuv1234"],
            "looks like a secret",
            id="a secret",
        ),
        pytest.param(["creators", "--cell-timeout", "0"], "--cell-timeout", id="no time at all"),
    ],
)
def test_exits_2_for_wrong_usage(run, tmp_path, arguments, message):
    """Nothing runs and nothing is written."""
    done = run("notebooks", "run", *arguments, "--out", "o.ipynb")
    assert done.status == 2
    assert message in done.err
    assert "ghp_" not in done.err
    assert not (tmp_path / "o.ipynb").exists()


@pytest.mark.parametrize(
    ("arguments", "package"),
    [
        (["notebooks", "run", "creators", "--out", "o.ipynb"], "nbclient"),
        (["lab"], "jupyterlab"),
        (["report", "--demo"], "matplotlib"),
    ],
)
def test_says_how_to_install_what_is_missing(run, monkeypatch, arguments, package):
    """The core of rcaudit comes without JupyterLab."""
    monkeypatch.setitem(sys.modules, package, None)
    done = run(*arguments)
    assert done.status == 2
    assert package in done.err
    assert "pip install 'rcaudit[lab]'" in done.err
