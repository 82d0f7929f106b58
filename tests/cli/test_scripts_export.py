"""`rcaudit scripts export`."""

import re
import textwrap

import pytest
from readme import README

from rcaudit.demo.sample import sample_folder


def test_writes_a_file_for_each_script_and_says_so(run, tmp_path):
    """Each file has a line; the count goes to stderr."""
    done = run("scripts", "export", "hooks", "--from", sample_folder())
    files = sorted(path.name for path in (tmp_path / "hooks").iterdir())
    assert done.status == 0
    assert [line.split()[:2] for line in done.out.splitlines()] == [["new", name] for name in files]
    assert done.err == f"{len(files)} new, 0 changed, 0 unchanged, 0 removed.\n"


def test_a_second_run_has_nothing_to_say_but_that(run):
    """Nothing changed, so that git has nothing to commit."""
    run("scripts", "export", "hooks", "--from", sample_folder())
    done = run("scripts", "export", "hooks", "--from", sample_folder())
    assert done.out == ""
    assert "0 new, 0 changed" in done.err


def test_fetches_the_workspace_first(run, serve):
    """Without --from it asks."""
    server = serve()
    done = run("scripts", "export", "hooks", "-q")
    assert done.status == 0
    assert done.out.startswith("new ")
    assert done.err == ""
    assert len(server.calls) > 0


def test_a_view_that_is_not_whole_removes_nothing(run, serve, tmp_path, monkeypatch):
    """An account that sees less would take the others' scripts away."""
    server = serve()
    run("scripts", "export", "hooks")
    before = {path.name for path in (tmp_path / "hooks").iterdir()}
    user_id, token = server.credentials("incoming")
    monkeypatch.setenv("RCAUDIT_USER_ID", user_id)
    monkeypatch.setenv("RCAUDIT_AUTH_TOKEN", token)
    done = run("scripts", "export", "hooks", "-q")
    assert done.status == 6
    assert {line.split()[0] for line in done.out.splitlines()} == {"kept"}
    assert "Kept what this snapshot does not show, since it is incomplete." in done.err
    assert {path.name for path in (tmp_path / "hooks").iterdir()} == before


def test_excludes_a_snapshot_and_a_workspace(run):
    """Which of the two is meant would be a guess."""
    done = run("scripts", "export", "hooks", "--demo", "--from", sample_folder())
    assert done.status == 2
    assert "--from excludes" in done.err


def test_tells_whose_file_is_in_the_way(run, tmp_path):
    """Nothing of somebody else's is overwritten."""
    run("scripts", "export", "hooks", "--from", sample_folder())
    first = min((tmp_path / "hooks").iterdir())
    first.write_text("mine")
    done = run("scripts", "export", "hooks", "--from", sample_folder())
    assert done.status == 2
    assert "was not written by rcaudit" in done.err
    assert first.read_text() == "mine"


def test_the_readme_shows_what_a_check_of_the_files_prints(run):
    """What an administrator is told to expect is what comes."""
    text = README.read_text(encoding="utf-8")
    [shown] = re.findall(r"^   ```\n(   hooks/.*?)^   ```$", text, re.MULTILINE | re.DOTALL)
    run("scripts", "export", "hooks", "--from", sample_folder())
    [file] = set(re.findall(r"hooks/\w+\.js", shown))
    assert run("scripts", "check", file).out == textwrap.dedent(shown)


@pytest.mark.parametrize("command", [["check"], ["export"], ["rules"], []])
def test_has_a_help(run, command):
    """It says what the exit status or the files are."""
    done = run("scripts", *command, "--help")
    assert done.status == 0
    assert done.out.startswith("Usage: rcaudit scripts")
