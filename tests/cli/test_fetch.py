"""`rcaudit fetch`."""

import json
from pathlib import Path

import pytest

from rcaudit.snapshot.snapshot import load_snapshot


def test_prints_the_folder_of_a_snapshot_that_loads(run, serve):
    """The folder is all that goes to stdout, so that a script can use it."""
    serve()
    done = run("fetch", "--history", "history")
    assert done.status == 0
    assert len(load_snapshot(Path(done.out.strip()))) == 120
    assert "120 asked for, 0 unchanged" in done.err


def test_asks_for_nothing_again_that_did_not_change(run, serve):
    """The second audit of an unchanged workspace asks only for what has no date."""
    server = serve()
    run("fetch")
    server.calls.clear()
    done = run("fetch")
    undated = [item["_id"] for item in server.documents if "_updatedAt" not in item]
    asked = [call.params["integrationId"] for call in server.calls.of("integrations.get")]
    assert asked == undated
    assert f"{len(undated)} asked for, {120 - len(undated)} unchanged" in done.err


def test_prints_the_manifest_as_json(run, serve):
    """A program reads the path, the counts and the gaps."""
    serve()
    done = run("fetch", "--json", "-q")
    fields = json.loads(done.out)
    assert load_snapshot(fields["path"]).manifest.counts.fetched == fields["counts"]["fetched"]
    assert done.err == ""


def test_keeps_a_snapshot_of_the_demo_workspace(run):
    """`fetch --demo` is for trying what comes after it."""
    done = run("fetch", "--demo", "--history", "history")
    assert done.status == 0
    assert len(load_snapshot(Path(done.out.strip()))) == 120


@pytest.mark.parametrize(
    ("switches", "account", "status", "message"),
    [
        pytest.param({}, "nobody", 4, "lacks the permission", id="no permission at all"),
        pytest.param({"strict": True}, "nobody", 4, "lacks the permission", id="nor on 9.0"),
        pytest.param({"html": 200}, "auditor", 2, "no Rocket.Chat API", id="a web page"),
        pytest.param({"html": 404}, "auditor", 2, "no Rocket.Chat API", id="a page not found"),
        pytest.param(
            {"redirect_to": "https://elsewhere.example/chat?session=abc"},
            "auditor",
            2,
            "https://elsewhere.example/chat",
            id="a redirect",
        ),
    ],
)
def test_says_what_is_wrong_with_the_workspace(run, serve, switches, account, status, message):
    """Each failure has its exit status, and a sentence that says what to do."""
    serve(account, **switches)
    done = run("fetch")
    assert done.status == status
    assert message in done.err
    assert "Traceback" not in done.err
    assert "session=abc" not in done.err


def test_exits_4_for_a_wrong_token_without_showing_it(run, serve, monkeypatch):
    """The token is nowhere in the message."""
    serve()
    monkeypatch.setenv("RCAUDIT_AUTH_TOKEN", "not-the-right-token")
    done = run("fetch")
    assert done.status == 4
    assert "does not accept this token" in done.err
    assert "not-the-right-token" not in done.err


def test_exits_5_where_nothing_answers(run, serve, monkeypatch):
    """A port where nobody listens."""
    serve()
    monkeypatch.setenv("RCAUDIT_URL", "http://127.0.0.1:1")
    Path("config.toml").write_text(
        '[profiles.gone]\nurl = "http://127.0.0.1:1"\nuser_id = "u"\nretries = 1\nbackoff = 0\n'
        'token = { env = "RCAUDIT_AUTH_TOKEN" }\n'
    )
    monkeypatch.setenv("RCAUDIT_CONFIG", "config.toml")
    done = run("fetch", "--profile", "gone")
    assert done.status == 5
    assert "cannot be reached: Connection refused" in done.err


def test_names_the_variables_where_nothing_is_configured(run):
    """Whoever starts with an empty home is told what to set."""
    done = run("fetch")
    assert done.status == 2
    assert "RCAUDIT_URL, RCAUDIT_USER_ID, RCAUDIT_AUTH_TOKEN" in done.err


def test_refuses_cleartext_to_another_machine(run, serve, monkeypatch):
    """Nothing is sent: the URL is refused before any call."""
    serve()
    monkeypatch.setenv("RCAUDIT_URL", "http://chat.example.com")
    done = run("fetch")
    assert done.status == 2
    assert "cleartext" in done.err


def test_names_the_line_of_a_broken_configuration_file(run, monkeypatch):
    """The line is where the mistake is."""
    Path("config.toml").write_text('[profiles.prod]\nurl = "https://chat.example.com"\nuser = 1\n')
    monkeypatch.setenv("RCAUDIT_CONFIG", "config.toml")
    done = run("fetch")
    assert done.status == 2
    assert "config.toml, line 3" in done.err
