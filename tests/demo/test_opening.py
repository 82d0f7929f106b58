"""What a notebook is about."""

from pathlib import Path

import pytest

import rcaudit
from rcaudit.demo.model import DemoWorkspace
from rcaudit.demo.sample import sample_folder
from rcaudit.demo.server import DemoServer
from rcaudit.errors import ConfigError, SnapshotError


def test_opens_the_sample_where_nothing_is_named():
    """A notebook works before anything is configured."""
    assert rcaudit.open_snapshot().manifest == rcaudit.load_snapshot(sample_folder()).manifest


def test_opens_a_saved_snapshot(monkeypatch: pytest.MonkeyPatch):
    """A text is a folder; a tilde is the home."""
    monkeypatch.setenv("HOME", str(sample_folder().parent))
    assert rcaudit.open_snapshot("~/sample").path == sample_folder()
    assert rcaudit.open_snapshot(sample_folder()).path == sample_folder()


def test_fetches_the_workspace_of_a_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The profile knows the token; the notebook does not."""
    document = {"_id": "a", "type": "webhook-incoming", "name": "a", "enabled": True}
    with DemoServer(DemoWorkspace(integrations=[document])) as server:
        user_id, token = server.credentials()
        config = tmp_path / "config.toml"
        config.write_text(
            f'[profiles.here]\nurl = "{server.url}"\nuser_id = "{user_id}"\n'
            'token = { env = "HERE" }\n'
        )
        monkeypatch.setenv("HERE", token)
        monkeypatch.setenv("RCAUDIT_CONFIG", str(config))
        monkeypatch.setenv("RCAUDIT_HISTORY", str(tmp_path / "history"))
        snapshot = rcaudit.open_snapshot(profile="here")
    assert snapshot.frames.integrations["name"].tolist() == ["a"]


def test_refuses_two_of_them():
    """Which one was meant cannot be guessed."""
    with pytest.raises(ConfigError, match="not both"):
        rcaudit.open_snapshot("data", "prod")


def test_says_that_a_folder_holds_no_snapshot(tmp_path: Path):
    """As everywhere else."""
    with pytest.raises(SnapshotError, match="no snapshot"):
        rcaudit.open_snapshot(tmp_path)
