"""`rcaudit lab`."""

import json
import os
import sys
from pathlib import Path

import pytest


class BecameError(Exception):
    """The process would now be another program."""


def started(run, monkeypatch, *arguments: str) -> tuple[str, list[str], dict[str, str]]:
    """Return the program that `rcaudit lab` becomes, its command and its environment."""

    def become(program: str, command: list[str], environment: dict[str, str]) -> None:
        raise BecameError(program, command, environment)

    monkeypatch.setattr(os, "execve", become)
    with pytest.raises(BecameError) as stop:
        run("lab", *arguments)
    return stop.value.args


def test_opens_the_first_notebook_and_asks_nobody_else(run, tmp_path, monkeypatch):
    """The user's arguments come last, so that they decide."""
    program, command, _ = started(run, monkeypatch, "--", "--port", "9999")
    folder = tmp_path / "rcaudit-notebooks"
    assert (folder / "start_here.ipynb").exists()
    assert program == command[0] == sys.executable
    assert "jupyterlab" in command[2]
    assert command[3:] == [
        f"--ServerApp.root_dir={folder}",
        "--LabApp.default_url=/lab/tree/start_here.ipynb",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        *("--port", "9999"),
    ]


@pytest.mark.parametrize("others", [None, "/etc/mine", os.pathsep.join(["/a", "/b"])])
def test_adds_its_settings_to_those_of_the_user(run, monkeypatch, others: str | None):
    """A folder of settings comes before those that are named already, and no file is changed."""
    monkeypatch.delenv("JUPYTER_CONFIG_PATH", raising=False)
    if others:
        monkeypatch.setenv("JUPYTER_CONFIG_PATH", others)
    _, _, environment = started(run, monkeypatch)
    first, _, rest = environment["JUPYTER_CONFIG_PATH"].partition(os.pathsep)
    assert rest == (others or "")
    settings = json.loads((Path(first) / "labconfig" / "page_config.json").read_text())
    assert settings["disabledExtensions"] == {"@jupyterlab/apputils-extension:announcements": True}
    assert environment["PATH"] == os.environ["PATH"]


def test_copies_the_notebooks_and_becomes_jupyterlab(start, tmp_path):
    """Arguments after -- are JupyterLab's; asked for its version, it prints that and ends."""
    process = start("lab", "--dir", "mine", "--", "--version")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.strip().replace(".", "").isalnum()
    assert "mine/start_here.ipynb: copied." in err
    assert (tmp_path / "mine" / "start_here.ipynb").exists()


def test_refuses_options_that_are_not_its_own(run):
    """Without -- an option is rcaudit's."""
    done = run("lab", "--no-browser")
    assert done.status == 2
    assert "--no-browser" in done.err
