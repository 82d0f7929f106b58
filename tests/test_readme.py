"""The README says what is true."""

import re
import tomllib
from pathlib import Path

import pytest
from readme import README, printed, shown, without_passing

from rcaudit.checks.catalogue import run_checks
from rcaudit.checks.custom import load_checks_file
from rcaudit.cli import status
from rcaudit.demo.sample import sample_folder
from rcaudit.snapshot.snapshot import load_snapshot


@pytest.mark.parametrize("command", shown())
def test_shows_what_the_command_prints(command):
    """Every console block is the command's real output; tests/readme.py renews them."""
    assert without_passing(shown()[command]) == without_passing(printed(command))


def test_shows_the_help_of_the_main_commands():
    """The blocks are found, so that the test above tests something."""
    assert {"rcaudit --help", "rcaudit fetch --help", "rcaudit export --help"} <= shown().keys()


def test_lists_every_exit_status():
    """The table has each status that the command line can return."""
    listed = {
        int(number) for number in re.findall(r"^\| (\d+) \|", README.read_text(), re.MULTILINE)
    }
    named = {value for name, value in vars(status).items() if name.isupper()}
    assert named <= listed


def python_example(word):
    """Return the one Python block that has this word."""
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    [block] = [block for block in blocks if word in block]
    return block


def test_the_python_example_runs_on_the_sample(monkeypatch):
    """What an analyst copies works, with the sample in place of a workspace."""
    monkeypatch.chdir(README.parent)
    code = python_example("fetch_snapshot()").replace(
        "rcaudit.fetch_snapshot()", 'rcaudit.load_snapshot("data/sample")'
    )
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)  # noqa: S102 - it is the project's own text
    assert len(names["hosts"]) > 10


def test_the_check_of_ones_own_finds_something_in_the_sample(tmp_path):
    """What is copied into a file is a check, with its documentation."""
    path = tmp_path / "own.py"
    path.write_text(python_example("@check"))
    [own] = load_checks_file(path)
    findings = run_checks(load_snapshot(sample_folder()).frames, checks=[own]).findings
    assert set(findings["check"]) == {"foreign_webhook_host"}
    assert 0 < len(findings) < 60
    assert own.fix.startswith("Move the receiver")


def test_the_extras_that_it_names_exist():
    """`pip install '.[…]'` works as written."""
    project = tomllib.loads((README.parent / "pyproject.toml").read_text())["project"]
    named = set(re.findall(r"\.\[(\w+)\]", README.read_text()))
    assert named
    assert named <= project["optional-dependencies"].keys()


def test_the_test_command_is_where_ci_looks_for_it():
    """.ci/run takes the command from the README."""
    marker = "<!-- .ci/run runs this command -->\n"
    _, _, rest = README.read_text().partition(f"{marker}```sh\n")
    assert "pytest" in rest.splitlines()[0]
    assert marker.strip() in Path(README.parent, ".ci", "run").read_text()
