"""`rcaudit config`."""

import stat
import tomllib
from pathlib import Path

from full_disk import files_end_at


def test_writes_a_file_that_only_its_owner_reads(run, home):
    """The file may come to hold a token."""
    path = Path(run("config", "init").out.strip())
    assert path.is_relative_to(home)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_file_works_once_its_lines_are_uncommented(run):
    """What the template shows is what the program takes."""
    path = Path(run("config", "init").out.strip())
    lines = path.read_text().splitlines()
    tokens = [line for line in lines if line.startswith("# token")]
    settings = [
        line[2:]
        for line in lines
        if line.startswith("# ") and ("=" in line or "[" in line) and line not in tokens[1:]
    ]
    text = "\n".join(line for line in settings if not line.startswith("Workspaces"))
    assert "prod" in tomllib.loads(text)["profiles"]
    path.write_text(text.replace('ca_bundle = "/etc/ssl/own-ca.pem"', ""))
    done = run("config", "show")
    assert done.status == 0
    assert 'url = "https://chat.example.com"' in done.out


def test_leaves_an_existing_file_alone(run):
    """`init` never overwrites."""
    path = Path(run("config", "init").out.strip())
    path.write_text("# mine\n")
    done = run("config", "init")
    assert done.status == 2
    assert "there already" in done.err
    assert path.read_text() == "# mine\n"


def test_says_so_where_the_folder_cannot_be_made(run, home):
    """A file stands where the home should be."""
    home.write_text("in the way")
    done = run("config", "init")
    assert done.status == 2
    assert "Cannot make the folder" in done.err


def test_says_so_where_the_file_cannot_be_written(run, tmp_path, monkeypatch):
    """No file can have that name."""
    monkeypatch.setenv("RCAUDIT_CONFIG", "x" * 300)
    done = run("config", "init")
    assert done.status == 2
    assert done.err == f"Error: Cannot write {'x' * 300}: File name too long.\n"


def test_leaves_no_half_of_a_file(run, home):
    """The disk is full."""
    with files_end_at(100):
        done = run("config", "init")
    assert done.status == 2
    assert "Cannot write" in done.err
    assert not list(home.rglob("*.toml"))


def test_shows_profiles_without_their_tokens(run):
    """A token written into the file is not shown."""
    path = Path(run("config", "init").out.strip())
    path.write_text(
        'default_profile = "a"\n'
        '[profiles.a]\nurl = "https://a.example"\nuser_id = "u"\ntoken = "written-token"\n'
        '[profiles.b]\nurl = "https://b.example"\nuser_id = "u"\ntoken = { env = "B_TOKEN" }\n'
    )
    out = run("config", "show").out
    assert "written-token" not in out
    assert 'token = "***"' in out
    assert "B_TOKEN" in out
    assert 'default_profile = "a"' in out


def test_says_that_there_are_no_profiles(run):
    """An empty home is no error."""
    done = run("config", "show")
    assert done.status == 0
    assert "no profiles" in done.out


def test_prints_where_the_file_would_be(run, home, monkeypatch):
    """The variable overrides the platform's folder."""
    assert Path(run("config", "path").out.strip()).is_relative_to(home)
    monkeypatch.setenv("RCAUDIT_CONFIG", "/elsewhere/config.toml")
    assert run("config", "path").out.strip() == "/elsewhere/config.toml"
