import io
import logging
import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import trustme
from demo_documents import incoming, numbered, outgoing, workspace
from profiles import profile, profile_of
from raw_server import RawServer, reply
from urllib3 import HTTPResponse

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer
from rcaudit.errors import AuthenticationError, NotRocketChatError, OutputError, SnapshotError
from rcaudit.snapshot.secret import Secret
from rcaudit.workspace.diagnosis import Diagnosis, diagnose
from rcaudit.workspace.fetch import fetch_snapshot

LOOKS = ("reach", "certificate", "sign-in", "list", "view", "list and get")
LOOKS += ("rate limit", "duration", "history")


def look(
    server: DemoServer, history: Path, account: str = "auditor", **settings: Any
) -> dict[str, Diagnosis]:
    """Return what is found, by name."""
    found = list(diagnose(profile_of(server, account, **settings), history=history))
    assert tuple(item.name for item in found) == LOOKS
    return {item.name: item for item in found}


def states(found: dict[str, Diagnosis]) -> dict[str, str]:
    """Return the states that are not `ok`, by name."""
    return {name: item.state for name, item in found.items() if item.state != "ok"}


class TestSound:
    """A workspace in which all is well."""

    def test_all_is_ok_and_nothing_is_changed(self, tmp_path):
        """No folder is made, and each route is asked a few times at most."""
        with DemoServer(workspace(*numbered(5))) as server:
            found = look(server, tmp_path / "history")
            assert len(server.calls) < 12
            assert {call.verb for call in server.calls} == {"GET"}
        assert states(found) == {}
        assert found["reach"].message == f"{server.url} answers as Rocket.Chat 8.4.0"
        assert "none needed" in found["certificate"].message
        assert found["sign-in"].message == "signed in as auditor, roles: admin"
        assert found["list"].message == "5 integrations, 5 on the first page"
        assert "the server's statistics agree" in found["view"].message
        assert "(3 compared): --detail never would do" in found["list and get"].message
        assert found["rate limit"].message == "none for this account"
        assert "about a second for a first audit" in found["duration"].message
        assert "has no snapshot yet" in found["history"].message
        assert not (tmp_path / "history").exists()

    def test_the_last_snapshot_is_named(self, tmp_path):
        """By its day and time."""
        with DemoServer(workspace(*numbered(1))) as server:
            snapshot = fetch_snapshot(profile_of(server), history=tmp_path, progress=False)
            found = look(server, tmp_path)
        day = f"{snapshot.manifest.taken_at:%Y-%m-%d %H:%M} UTC"
        assert found["history"].message.endswith(f"the last snapshot is of {day}")

    def test_the_history_is_the_default_one(self, monkeypatch, tmp_path):
        """Where none is named."""
        monkeypatch.setenv("RCAUDIT_HISTORY", str(tmp_path / "own"))
        with DemoServer(workspace()) as server:
            *_, last = diagnose(profile_of(server))
        assert str(tmp_path / "own") in last.message

    def test_an_empty_workspace_leaves_nothing_to_compare(self, tmp_path):
        """The rate limit is that of the list."""
        with DemoServer(workspace(), Behaviour(limit=10)) as server:
            found = look(server, tmp_path, "limited")
        assert states(found) == {"list and get": "not looked at"}
        assert found["list and get"].message == "there are no integrations"
        assert "10 calls a window" in found["rate limit"].message


class TestView:
    """What the account sees, and what it does not."""

    @pytest.mark.parametrize(
        ("account", "part"),
        [("own", "lacks manage-incoming-integrations and manage"), ("incoming", "you see 1 ")],
    )
    def test_a_partial_view_is_a_warning(self, tmp_path, account, part):
        """With the sentence that a fetch would say."""
        with DemoServer(workspace(incoming("a"), outgoing("b"))) as server:
            found = look(server, tmp_path, account)
        assert found["view"].state == "warning"
        assert part in found["view"].message

    def test_a_whole_view_that_nobody_counts_is_said_so(self, tmp_path):
        """For want of a permission."""
        with DemoServer(workspace(incoming("a"))) as server:
            found = look(server, tmp_path, "limited")
        assert "no permission view-statistics" in found["view"].message

    def test_a_stale_count_is_counted_anew(self, tmp_path):
        """Before it is called a difference."""
        with DemoServer(workspace(incoming("a")), Behaviour(statistics_offset=3)) as server:
            assert states(look(server, tmp_path)) == {}


class TestListAndGet:
    """Whether `--detail never` would do."""

    def test_a_difference_is_named_by_its_field(self, tmp_path):
        """Documents with nulls are looked at first: they are the likely ones."""
        made = workspace(*numbered(5), incoming("z", script=None))
        with DemoServer(made, Behaviour(list_differs=True)) as server:
            found = look(server, tmp_path)
        assert states(found) == {"list and get": "warning"}
        assert "differs from the list in script: leave" in found["list and get"].message

    def test_what_was_deleted_since_is_passed_over(self, tmp_path):
        """The others are compared."""
        with DemoServer(workspace(*numbered(3)), Behaviour(vanish_ids={"id0001"})) as server:
            assert "(2 compared)" in look(server, tmp_path)["list and get"].message

    def test_what_get_refuses_is_a_warning(self, tmp_path):
        """A fetch would let the list's document stand in."""
        with DemoServer(workspace(*numbered(3)), Behaviour(forbidden_ids={"id0001"})) as server:
            found = look(server, tmp_path)
        assert states(found) == {"list and get": "warning"}
        assert "get refuses" in found["list and get"].message


class TestDuration:
    """How long a first audit takes."""

    @pytest.mark.parametrize(
        ("count", "limit", "window", "words"),
        [
            (5, 10, 60.0, "about a second"),
            (15, 10, 40.0, "about 4[012] seconds"),
            (35, 10, 60.0, "about 3 minutes"),
            (1300, 10, 60.0, "about 2.[12] hours"),
        ],
    )
    def test_follows_from_the_limit(self, tmp_path, count, limit, window, words):
        """A window for each so many integrations, but the last."""
        switches = Behaviour(limit=limit, window=window, page_limit=5000)
        with DemoServer(workspace(*numbered(count)), switches) as server:
            found = look(server, tmp_path, "limited")
        assert re.match(words, found["duration"].message)

    def test_of_a_window_that_others_began_is_taken_for_the_usual(self, tmp_path):
        """How long it lasts in all is not known."""
        switches = Behaviour(limit=10, window=5.0)
        with DemoServer(workspace(*numbered(25)), switches) as server:
            look(server, tmp_path, "limited")
            found = look(server, tmp_path, "limited")
        assert "about 2 minutes" in found["duration"].message

    def test_a_wait_for_the_limit_is_logged(self, tmp_path, caplog):
        """So that nobody thinks it hangs."""
        with DemoServer(workspace(*numbered(4)), Behaviour(limit=2, window=0.5)) as server:
            with caplog.at_level(logging.INFO, "rcaudit"):
                look(server, tmp_path, "limited")
            assert {call.status for call in server.calls} <= {200, 403}
        assert any(
            "integrations.get: the rate limit is spent" in record.getMessage()
            for record in caplog.records
        )


class TestCertificate:
    """TLS, and for how long."""

    AUTHORITY = trustme.CA()

    @pytest.fixture
    def serve(self) -> Iterator[Any]:
        """Start a demo server whose certificate ends in so many days."""
        servers = []

        def serve(days: int) -> DemoServer:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            # An hour more: the days left are counted down.
            ends = datetime.now(UTC) + timedelta(days=days, hours=1)
            self.AUTHORITY.issue_cert("127.0.0.1", not_after=ends).configure_cert(context)
            server = DemoServer(workspace(incoming("a")), certificate=context).__enter__()
            servers.append(server)
            return server

        yield serve
        for server in servers:
            server.__exit__(None, None, None)

    @pytest.mark.parametrize(("days", "state"), [(13, "warning"), (14, "ok"), (90, "ok")])
    def test_its_end_is_told_in_time(self, serve, tmp_path, days, state):
        """Two weeks before."""
        bundle = tmp_path / "own.pem"
        self.AUTHORITY.cert_pem.write_to_path(bundle)
        found = look(serve(days), tmp_path, ca_bundle=bundle)
        assert found["certificate"].state == state
        assert f"({days} days)" in found["certificate"].message

    def test_one_that_is_not_trusted_is_told_at_the_first_look(self, serve, tmp_path):
        """Nothing else is looked at but the history."""
        found = look(serve(90), tmp_path)
        assert found["reach"].state == "error"
        assert "certificate cannot be trusted" in found["reach"].message
        assert set(states(found)) == set(LOOKS) - {"history"}

    def test_its_dates_may_be_out_of_sight(self, tmp_path):
        """A session's own adapter may have no socket to look at."""

        class Canned(requests.adapters.HTTPAdapter):
            def send(self, request: Any, **_: Any) -> requests.Response:
                body = io.BytesIO(b'{"version":"8.4"}')
                raw = HTTPResponse(body, status=200, preload_content=False)
                return self.build_response(request, raw)

        with requests.Session() as session:
            session.mount("https://", Canned())
            whose = profile("https://chat.example.com")
            found = {d.name: d for d in diagnose(whose, history=tmp_path, session=session)}
        assert found["certificate"].state == "ok"
        assert "cannot be seen" in found["certificate"].message

    def test_cleartext_to_another_machine_is_a_warning(self, tmp_path, monkeypatch):
        """The profile allows it, but it is told."""
        with RawServer(reply(b'{"version":"8.4"}')) as proxy:
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
            whose = profile("http://chat.invalid", insecure_http=True, retries=0)
            found = {item.name: item for item in diagnose(whose, history=tmp_path)}
        assert found["certificate"].state == "warning"
        assert "cleartext" in found["certificate"].message


class TestFailures:
    """What depends on a look that failed is not looked at, and says so."""

    @pytest.mark.parametrize(
        ("switches", "account", "failed", "not_looked_at", "kind"),
        [
            pytest.param(
                {"html": 404}, "auditor", "reach", LOOKS[1:-1], NotRocketChatError, id="reach"
            ),
            pytest.param(
                {"misshapen": {"me": []}}, "auditor", "sign-in", LOOKS[3:-1], None, id="sign-in"
            ),
            pytest.param(
                {}, "nobody", "list", ("list and get", "rate limit", "duration"), None, id="list"
            ),
            pytest.param(
                {"misshapen": {"integrations.get": []}}, "auditor", "list and get", (), None,
                id="get",
            ),
        ],
    )  # fmt: skip
    def test_name_the_look_that_failed(
        self, tmp_path, switches, account, failed, not_looked_at, kind
    ):
        """The others are looked at all the same."""
        with DemoServer(workspace(*numbered(2)), Behaviour(**switches)) as server:
            found = look(server, tmp_path, account, retries=0)
        assert found[failed].state == "error"
        assert str(found[failed].error) == found[failed].message
        assert kind is None or isinstance(found[failed].error, kind)
        skipped = {name: item for name, item in found.items() if item.state == "not looked at"}
        assert tuple(skipped) == not_looked_at
        assert {item.message for item in skipped.values()} <= {f"{failed} failed"}

    def test_keep_the_view_in_sight_where_the_list_is_refused(self, tmp_path):
        """It says which permissions are missing."""
        with DemoServer(workspace(*numbered(2))) as server:
            found = look(server, tmp_path, "nobody")
        assert "lacks manage-incoming-integrations" in found["view"].message

    def test_a_wrong_token_is_told_at_the_sign_in(self, tmp_path):
        """The server itself is there."""
        with DemoServer(workspace()) as server:
            found = look(server, tmp_path, token=Secret("wrong"))
        assert found["reach"].state == "ok"
        assert isinstance(found["sign-in"].error, AuthenticationError)

    def test_a_history_that_cannot_be_listed_is_told(self, tmp_path):
        """It leads to itself."""
        (tmp_path / "history").symlink_to(tmp_path / "history")
        with DemoServer(workspace()) as server:
            found = look(server, tmp_path / "history")
        assert isinstance(found["history"].error, SnapshotError)
        assert "Cannot list" in found["history"].message

    def test_a_history_that_cannot_be_written_is_told(self, tmp_path):
        """Before an hour is spent on a fetch."""
        (tmp_path / "file").write_text("")
        with DemoServer(workspace()) as server:
            found = look(server, tmp_path / "file" / "history")
        assert isinstance(found["history"].error, OutputError)
        assert str(tmp_path / "file") in found["history"].message


def test_what_a_server_says_of_itself_moves_no_cursor(tmp_path):
    """Names come from outside, and go to a terminal."""
    me = {"_id": "x", "username": "a\x1b[2Jb", "roles": ["r\x07"]}
    made = workspace(incoming("a"))
    with DemoServer(made, Behaviour(misshapen={"me": me})) as server:
        found = look(server, tmp_path)
    assert found["sign-in"].message == "signed in as a[2Jb, roles: r"


def test_an_error_is_not_part_of_what_a_diagnosis_shows():
    """It is for programs; the message is for people."""
    error = OutputError("full")
    assert "full" not in repr(Diagnosis("history", "error", "message", error))
