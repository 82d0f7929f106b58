"""A secret that is put into a workspace is in nothing that any command leaves behind."""

import gzip
import json
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from demo_documents import incoming, outgoing, workspace
from interruption import UNCLOSED, ctrl_c_when

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer

SECRET = "q8Zk3vT9xYb2LmN7pR4sW6dF1gH5jK0cA8eU3iO9tB2nV7xZ"
IN = f"https://user:{SECRET}@h.example/hooks/{SECRET}?token={SECRET}#{SECRET}"
SCRIPT = f"""class Script {{
  process_incoming_request({{ request }}) {{
    undeclared = '{SECRET}'; // curl -u admin:{SECRET} {IN}
    if (request.headers['x-token'] !== "{SECRET}") return {{ error: `{SECRET}` }};
    return HTTP('GET', '{IN}', {{ headers: {{ Authorization: 'Bearer {SECRET}' }} }});
  }}
}}"""
FIELDS = {
    "token": SECRET,
    "name": f"Bot {SECRET}",
    "alias": f"=token:{SECRET}",
    "avatar": IN,
    "emoji": SECRET,
    "username": f"bot-{SECRET}",
    "channel": [f"#{SECRET}", SECRET],
    "triggerWords": [SECRET, f"!{SECRET}"],
    "targetRoom": SECRET,
    "event": SECRET,
    "scriptEngine": SECRET,
    "retryDelay": SECRET,
    "scriptEnabled": True,
    "script": SCRIPT,
    "scriptCompiled": SCRIPT,
    "scriptError": {"name": SECRET, "message": f"at {SECRET}", "stack": f"at f ({SECRET}:1)"},
    "urls": [IN, SECRET, f"//{SECRET}.example", f"https://h.example/{SECRET[:24]}/{SECRET[24:]}"],
    "future": {"list": [{"deep": {SECRET: SECRET, "apiKey": SECRET}}], "text": f"x {SECRET} y"},
    f"new_{SECRET}": [SECRET, 1],
}
# Nothing tells of this one but the places where it stands.
OTHER = "Zx7cV1bN4mQ8wE2rT6yU9iO3pA5sD0fG"
ELSEWHERE = {
    "name": f"curl -u ci:{OTHER} https://h.example",
    "avatar": f"https://cdn.example/a.png?sig={OTHER}",
    "alias": f"password: {OTHER}",
    "script": SCRIPT.replace(SECRET, OTHER),
    "scriptError": {"name": "E", "message": f"Bearer {OTHER} refused", "stack": IN},
    "urls": [IN.replace(SECRET, OTHER)],
    "future": {"headers": [{"name": "X-Api-Key", "value": OTHER}], "clientSecret": [OTHER]},
}
DOCUMENTS = (
    incoming("a", _createdBy={"_id": "u1", "username": SECRET}, userId=SECRET, **FIELDS),
    outgoing("b", enabled=True, _createdBy={"_id": SECRET, "username": "x"}, **FIELDS),
    incoming("c", **{**FIELDS, "script": f"{SCRIPT} (", "type": SECRET}),
    outgoing("d", event="sendMessage", **ELSEWHERE),
)
COMMANDS = (
    ("doctor",),
    ("fetch", "--accounts", "--activity", "--json"),
    ("fetch", "--detail", "never", "--no-scripts"),
    *(("export", "--format", form, "--out", form) for form in ("csv", "jsonl", "parquet", "xlsx")),
    ("export", "--raw", "--out", "raw"),
    *(
        ("check", "--format", form)
        for form in ("table", "json", "csv", "markdown", "sarif", "github")
    ),
    ("report", "--out", "report.html"),
    ("scripts", "export", "scripts"),
)


def contents(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Give every file below a folder, unpacked."""
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix == ".gz":
            yield path, gzip.decompress(path.read_bytes())
        elif path.is_file() and path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as packed:
                yield from ((path, packed.read(name)) for name in packed.namelist())
        elif path.is_file():
            yield path, path.read_bytes()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[DemoServer]:
    """A workspace with the secret in every field, which its own account does not know."""
    history = {"b": [{"_id": "h", "_createdAt": "2026-11-01T00:00:00.000Z", "data": SECRET}]}
    users = [{"_id": "u1", "username": "u1", "roles": ["user"], "bio": SECRET}]
    made = workspace(*DOCUMENTS, users=users, history=history)
    with DemoServer(made, Behaviour(list_differs=True)) as server:
        user_id, token = server.credentials("auditor")
        monkeypatch.setenv("RCAUDIT_URL", server.url)
        monkeypatch.setenv("RCAUDIT_USER_ID", user_id)
        monkeypatch.setenv("RCAUDIT_AUTH_TOKEN", token)
        yield server


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_leaves_it_anywhere(command, run, server, tmp_path, caplog):
    """In its output, its messages, its logs and its files."""
    caplog.set_level(logging.DEBUG)
    done = run(*command, "--history", "history")
    assert done.status in {0, 6}, done.err
    kept = dict(contents(tmp_path))
    assert kept or command == ("doctor",)
    pieces = [SECRET, SECRET[:24], SECRET[24:], json.dumps(SECRET)[1:-1], SECRET.lower(), OTHER]
    _, own = server.credentials("auditor")
    for piece in (*pieces, own):
        assert piece not in done.out + done.err + caplog.text
        assert [path for path, content in kept.items() if piece.encode() in content] == []


@pytest.mark.filterwarnings(UNCLOSED)
def test_a_run_that_is_cut_short_leaves_it_nowhere(run, server, tmp_path):
    """The journal is redacted like everything else."""
    server.change(latency=0.2)
    with ctrl_c_when(lambda: len(server.calls.of("integrations.get")) >= 1):
        done = run("fetch", "--history", "history", "--activity")
    kept = dict(contents(tmp_path))
    assert done.status == 130
    assert "journal.jsonl" in {path.name for path in kept}
    for secret in (SECRET, OTHER):
        assert [path for path, content in kept.items() if secret.encode() in content] == []
