"""Parameters of notebooks."""

from pathlib import Path
from typing import Any

import pytest
from made_notebooks import read_notebook, write_notebook

from rcaudit.errors import ConfigError
from rcaudit.output.parameters import (
    check_parameters,
    inject,
    parse_assignments,
    read_parameters,
)

DECLARED = {"PLACE": None, "TOP": 15, "NAME": "ada", "IS_SHORT": False}
TOKEN = "9Kx7HqZpL2vR8mWcT4yBnJ6dFsA3gEuQ1oXiVtNkYhM"


def test_reads_what_a_notebook_declares(tmp_path: Path):
    """Assignments of plain values are parameters; what is worked out is not."""
    notebook = read_notebook(write_notebook(tmp_path / "own.ipynb", "OTHER = 1"))
    assert read_parameters(notebook) == DECLARED


def test_reads_nothing_where_nothing_is_declared(tmp_path: Path):
    """Any notebook can be run, with no parameters."""
    notebook = read_notebook(write_notebook(tmp_path / "own.ipynb", "A = 1", parameters=None))
    assert read_parameters(notebook) == {}


def test_passes_over_what_is_no_name(tmp_path: Path):
    """`a[0] = 1` declares nothing, and neither does an annotation or a call."""
    source = "a = b = [1]\na[0] = 1\nprint(a)\nc: int = 1"
    notebook = read_notebook(write_notebook(tmp_path / "own.ipynb", parameters=source))
    assert read_parameters(notebook) == {"a": [1], "b": [1]}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("PLACE=data/sample", "data/sample", id="a text where the default is None"),
        pytest.param("PLACE=None", None, id="None where the default is None"),
        pytest.param("PLACE=12", "12", id="a number as text where the default is None"),
        pytest.param("PLACE=a=b", "a=b", id="a value with the sign in it"),
        pytest.param("TOP=3", 3, id="a number"),
        pytest.param("NAME=None", "None", id="a text where the default is one"),
        pytest.param("IS_SHORT=True", True, id="a yes or no"),
    ],
)
def test_reads_a_value_as_its_defaults_type(text: str, value: Any):
    """What is typed on the command line is text; the default says what is meant."""
    assert list(parse_assignments([text], DECLARED).values()) == [value]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("TOP", "KEY=VALUE", id="no sign"),
        pytest.param("top=1", "no parameter 'top': it has PLACE, TOP, NAME", id="unknown"),
        pytest.param("TOP=many", "TOP must be of type int", id="no number"),
        pytest.param("TOP=1.5", "TOP must be of type int", id="no whole number"),
        pytest.param("TOP=True", "TOP must be of type int", id="a yes where a number is meant"),
        pytest.param("IS_SHORT=1", "IS_SHORT must be of type bool", id="a number for a yes"),
    ],
)
def test_refuses_what_is_malformed(text: str, message: str):
    """A parameter that does nothing would pass for one that was applied."""
    with pytest.raises(ConfigError, match=message):
        parse_assignments([text], DECLARED)


def test_says_that_a_notebook_has_no_parameters():
    """Nothing can be set then."""
    with pytest.raises(ConfigError, match="it has none"):
        parse_assignments(["A=1"], {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("AUTH_TOKEN", "x", id="a name that speaks"),
        pytest.param("PASSWORD", "x", id="another name that speaks"),
        pytest.param("PLACE", TOKEN, id="a random text"),
        pytest.param("PLACE", f"/somewhere/{TOKEN}/hooks", id="a random part of a path"),
        pytest.param("PLACE", "ghp_" + "a1B2" * 9, id="a vendor's token"),
        pytest.param("PLACE", "https://ada:pw@chat.example.org", id="a password in an address"),
        pytest.param("PLACE", "token=abcdef123456", id="an assignment"),
        pytest.param("PLACE", "Bearer abcdef123456", id="a header"),
    ],
)
def test_refuses_what_looks_like_a_secret_without_repeating_it(name: str, value: str):
    """A notebook would keep it in clear, and so would a log of the message."""
    with pytest.raises(ConfigError, match="looks like a secret") as caught:
        check_parameters({name: value}, {name: None})
    assert value == "x" or value not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("/var/lib/rcaudit/chat.example.org/20261112T060000000Z", id="a snapshot"),
        pytest.param("prod", id="a profile"),
        pytest.param("~nobody-at-all/snapshot", id="a home that there is none of"),
        pytest.param("a\0b", id="what no path can be"),
        pytest.param(1000000, id="a number"),
        pytest.param(None, id="nothing"),
    ],
)
def test_takes_what_is_no_secret(value: Any):
    """Paths, names and numbers are what parameters are for."""
    check_parameters({"PLACE": value}, DECLARED)


def test_takes_a_folder_of_a_random_name_that_there_is(tmp_path: Path):
    """Builds and temporary folders are called so."""
    folder = tmp_path / TOKEN
    folder.mkdir()
    check_parameters({"PLACE": str(folder)}, DECLARED)


@pytest.mark.parametrize("value", ["\0" + TOKEN, "~nobody-at-all/" + TOKEN])
def test_refuses_a_random_text_that_is_no_path_at_all(value: str):
    """What cannot be looked for is not there."""
    with pytest.raises(ConfigError, match="looks like a secret"):
        check_parameters({"PLACE": value}, DECLARED)


def test_puts_parameters_after_those_declared(tmp_path: Path):
    """Where papermill and the scheduler of JupyterLab put them, with the same tag."""
    notebook = read_notebook(write_notebook(tmp_path / "own.ipynb", "print(TOP)"))
    inject(notebook, {"TOP": 3, "PLACE": "it's"})
    assert [cell.source for cell in notebook.cells[2:]] == [
        'TOP = 3\nPLACE = "it\'s"',
        "print(TOP)",
    ]
    assert notebook.cells[2].metadata.tags == ["injected-parameters"]


def test_replaces_what_an_earlier_run_put_there(tmp_path: Path):
    """The file that a run wrote can be run again."""
    notebook = read_notebook(write_notebook(tmp_path / "own.ipynb", "print(TOP)"))
    for values in ({"TOP": 3}, {"TOP": 4}):
        inject(notebook, values)
    assert [cell.source for cell in notebook.cells[2:]] == ["TOP = 4", "print(TOP)"]
    inject(notebook, {})
    assert [cell.source for cell in notebook.cells[2:]] == ["print(TOP)"]
