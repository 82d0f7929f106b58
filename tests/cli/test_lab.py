"""`rcaudit lab`."""

import os
import sys

import pytest


class BecameError(Exception):
    """The process would now be another program."""


def test_opens_the_first_notebook_and_asks_nobody_else(run, tmp_path, monkeypatch):
    """The user's arguments come last, so that they decide."""

    def become(program: str, command: list[str]) -> None:
        raise BecameError(program, command)

    monkeypatch.setattr(os, "execv", become)
    with pytest.raises(BecameError) as stop:
        run("lab", "--", "--port", "9999")
    program, command = stop.value.args
    folder = tmp_path / "rcaudit-notebooks"
    assert (folder / "start_here.ipynb").exists()
    assert program == sys.executable
    assert command == [
        *(sys.executable, "-m", "jupyterlab"),
        f"--ServerApp.root_dir={folder}",
        "--LabApp.default_url=/lab/tree/start_here.ipynb",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        *("--port", "9999"),
    ]


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
