"""Tokens are in no file, log, message, traceback or pickle."""

import gzip
import json
import logging
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest
import requests
from demo_documents import incoming, numbered, workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import USER_ID, profile, profile_of
from raw_server import RawServer, reply

from rcaudit.demo.accounts import account_token
from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer
from rcaudit.errors import ConfigError, RcauditError, UnreachableError
from rcaudit.snapshot.secret import Secret
from rcaudit.workspace.client import Client
from rcaudit.workspace.config import VARIABLES, load_profile
from rcaudit.workspace.diagnosis import diagnose
from rcaudit.workspace.fetch import fetch_snapshot
from rcaudit.workspace.tracebacks import without_frames

TOKEN = account_token("auditorDemo000000")
DOCUMENT_TOKEN = "EXAMPLE0000q8Zr3Tn6Wb1Xe5Km2Vd7Ls9Jp4Hc0Gy6Ft3Rb8"
LISTED = incoming("a", token=DOCUMENT_TOKEN)
SECRETS = (TOKEN, DOCUMENT_TOKEN)


def told(error: BaseException) -> str:
    """Return all that a tool could print of an error: the frames' variables as well."""
    found = traceback.TracebackException.from_exception(error, capture_locals=True)
    # This test's own frames know the secrets: what is below the library's door counts.
    entries: list[traceback.TracebackException] = [found]
    while entries:
        entry = entries.pop()
        frames = [frame for frame in entry.stack if "rcaudit" in frame.filename]
        entry.stack[:] = [frame for frame in frames if "/tests/" not in frame.filename]
        entries += [link for link in (entry.__cause__, entry.__context__) if link is not None]
    return "".join(found.format()) + repr(error) + repr(error.args)


def check(error: BaseException, *secrets: str) -> None:
    """Check that none of the secrets can be seen in an error or in a pickle of it."""
    for secret in (*SECRETS, *secrets):
        assert secret not in told(error)
        assert secret.encode() not in pickle.dumps(error)


@pytest.mark.parametrize(
    "switches",
    [
        pytest.param({"fail_rate": 1.0}, id="5xx"),
        pytest.param({"reset_rate": 1.0}, id="resets"),
        pytest.param({"html": 200}, id="a page"),
        pytest.param({"html": 404}, id="404"),
        pytest.param({"redirect_to": "https://chat.example.com"}, id="a redirect"),
        pytest.param({"huge": True}, id="too large"),
        pytest.param({"drip": 0.02}, id="too slow"),
        pytest.param({"latency": 3}, id="no answer"),
        pytest.param({"misshapen": {"integrations.list": []}}, id="a list of another shape"),
        pytest.param(
            {"misshapen": {"integrations.list": {"integrations": [LISTED]}}},
            id="a list without its total",
        ),
        pytest.param({"limit": 1, "limit_everyone": True, "page_limit": 5}, id="the limit"),
        pytest.param({"fail_ids": [f"id{number:04}" for number in range(40)]}, id="get fails"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("what", ["fetch", "client", "diagnose"])
def test_no_error_shows_them(switches, what, tmp_path, caplog):
    """Nor does any log line, with everything switched on."""
    documents = [{**document, "token": DOCUMENT_TOKEN} for document in numbered(40)]
    errors: list[BaseException] = []
    with DemoServer(workspace(*documents), Behaviour(**switches)) as server:
        whose = profile_of(
            server, retries=0, read_timeout=0.1, longest_wait=1, largest_reply=99_000
        )
        with caplog.at_level(logging.DEBUG):
            try:
                if what == "fetch":
                    fetch_snapshot(whose, history=tmp_path, progress=False)
                elif what == "client":
                    ask_for_everything(whose)
                else:
                    found = diagnose(whose, history=tmp_path)
                    errors += [item.error for item in found if item.error]
            except RcauditError as error:
                errors.append(error)
    for error in errors:
        check(error)
    assert any(record.name.startswith("urllib3") for record in caplog.records)
    for secret in SECRETS:
        assert secret not in caplog.text


def ask_for_everything(whose: Any) -> None:
    """Use a client as an analyst would."""
    with Client(whose) as client:
        for page in client.paginate("integrations.list", "integrations"):
            for document in page.items:
                client.get("integrations.get", {"integrationId": document["_id"]})


def test_no_error_shows_the_page_before_it():
    """A generator's frame outlives what it gave."""
    page = {"integrations": [incoming("a", token=DOCUMENT_TOKEN), incoming("b")], "total": 9}
    answers = (reply(json.dumps(page).encode()), reply(b"", status="503 Unavailable"))
    with RawServer(*answers) as server, Client(profile(server.url, retries=0)) as client:
        pages = client.paginate("integrations.list", "integrations")
        next(pages)
        with pytest.raises(UnreachableError) as caught:
            next(pages)
    check(caught.value)


def test_an_interrupted_call_does_not_show_them(tmp_path):
    """Ctrl-C in a notebook prints a traceback, too."""

    class Interrupted(requests.adapters.HTTPAdapter):
        def send(self, request: Any, **_: Any) -> Any:
            headers = dict(request.headers)
            raise KeyboardInterrupt(len(headers))

    with requests.Session() as session:
        session.mount("http://", Interrupted())
        whose = profile(user_id=USER_ID, token=Secret(TOKEN))
        with Client(whose, session=session) as client:
            with pytest.raises(KeyboardInterrupt) as caught:
                client.get("me")
            check(caught.value)
        with pytest.raises(KeyboardInterrupt) as caught:
            fetch_snapshot(whose, history=tmp_path, session=session, progress=False)
        check(caught.value)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"url": "http://chat.example.com"}, id="cleartext"),
        pytest.param({"url": "chat.example.com"}, id="no URL"),
        pytest.param({"url": f"https://me:{TOKEN}@chat.example.com"}, id="a token in the URL"),
        pytest.param({"url": TOKEN}, id="the token as the URL"),
        pytest.param({"token": TOKEN + " x"}, id="a space in it"),
        pytest.param({"user_id": "a b"}, id="a wrong user id"),
    ],
)
@pytest.mark.parametrize("source", ["environment", "file"])
def test_no_wrong_setting_shows_them(values, source, monkeypatch, tmp_path):
    """Wherever it is set."""
    given = {"url": "https://chat.example.com", "user_id": "me", "token": TOKEN, **values}
    path = tmp_path / "config.toml"
    monkeypatch.setenv("RCAUDIT_CONFIG", str(path))
    if source == "environment":
        for key, value in given.items():
            monkeypatch.setenv(VARIABLES[key], value)
    else:
        path.write_text("[profiles.a]\n" + "".join(f'{k} = "{v}"\n' for k, v in given.items()))
        path.chmod(0o600)
    with pytest.raises(ConfigError) as caught:
        load_profile()
    check(caught.value)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda text: text + "x = \n", id="no TOML"),
        pytest.param(lambda text: text + "workers = 'a'\n", id="a wrong type"),
        pytest.param(lambda text: text + "colour = 3\n", id="an unknown key"),
        pytest.param(lambda text: text.replace("user_id", "user"), id="a misspelt key"),
        pytest.param(lambda text: text.replace("url", "urls"), id="another"),
        pytest.param(lambda text: text.replace('user_id = "me"', ""), id="half a profile"),
        pytest.param(lambda text: text.replace('"\n', "\n"), id="a quote forgotten"),
        pytest.param(lambda text: text.replace(TOKEN, f"{TOKEN}\\x"), id="an escape that is none"),
        pytest.param(lambda text: text, id="others may read it"),
    ],
)
def test_no_broken_file_shows_them(spoil: Callable[[str], str], monkeypatch, tmp_path):
    """Messages have the line, and not what stands there."""
    path = tmp_path / "config.toml"
    monkeypatch.setenv("RCAUDIT_CONFIG", str(path))
    path.write_text(
        spoil(f'[profiles.a]\ntoken = "{TOKEN}"\nurl = "https://a.example.com"\nuser_id = "me"\n')
    )
    path.chmod(0o644)
    with pytest.raises(ConfigError) as caught:
        load_profile()
    check(caught.value)


@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    own=st.text("abcdefghijkXYZ0123456789-_", min_size=20, max_size=43),
    theirs=st.text("abcdefghijkXYZ0123456789", min_size=24, max_size=48),
    script=st.text("abc =;\n", max_size=50),
)
def test_no_file_of_the_history_has_them(own, theirs, script, tmp_path_factory, caplog):
    """Neither the caller's token nor an integration's, wherever else that stands."""
    history = tmp_path_factory.mktemp("history")
    document = {
        "_id": "a",
        "type": "webhook-incoming",
        "token": theirs,
        "script": f"{script}\nconst mine = '{theirs}';",
        "future": {"copy": [theirs], "apiToken": own},
        "urls": [f"https://hooks.example.com/{theirs}?key={own}"],
    }
    integrations = {"integrations": [document], "total": 1}
    info = reply(b'{"version":"8.4","success":true}')
    listed = reply(json.dumps(integrations).encode())
    whose = profile("http://127.0.0.1:1", token=Secret(own), retries=0)
    answers = {"integrations.list": listed, "info": info}

    class Canned(requests.adapters.HTTPAdapter):
        def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
            route = request.url.partition("?")[0].rpartition("/")[2]
            with RawServer(answers.get(route, reply(b"{}", status="403 Forbidden"))) as server:
                request.url = request.url.replace("http://127.0.0.1:1", server.url)
                return super().send(request, *args, **kwargs)

    with requests.Session() as session, caplog.at_level(logging.DEBUG):
        session.mount("http://", Canned())
        fetch_snapshot(whose, history=history, session=session, progress=False, detail="never")
    files = [path for path in history.rglob("*") if path.is_file()]
    assert any(path.name == "documents.jsonl.gz" for path in files)
    for path in files:
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix == ".gz" else content
        for secret in (own, theirs):
            assert secret.encode() not in content
            assert secret not in caplog.text


def test_frames_are_taken_from_every_link_of_an_error():
    """Causes and contexts, even where they go in a circle."""

    def fail(secret: str) -> None:
        try:
            int(secret)
        except ValueError as error:
            raise KeyError("a") from error

    with pytest.raises(KeyError) as caught:
        fail(DOCUMENT_TOKEN[:3])
    error = caught.value
    error.__cause__.__context__ = error
    assert without_frames(error) is error
    assert error.__traceback__ is None
    assert error.__cause__.__traceback__ is None
