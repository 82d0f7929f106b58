"""A workspace in, a snapshot out, over real sockets."""

import logging
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import requests
from demo_documents import incoming, numbered, outgoing, workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import profile_of

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.model import DemoWorkspace
from rcaudit.demo.server import DemoServer
from rcaudit.errors import (
    AuthenticationError,
    ConfigError,
    ForbiddenError,
    LockedError,
    OutputError,
    RateLimitError,
    UnreachableError,
)
from rcaudit.snapshot import redaction
from rcaudit.snapshot.snapshot import Snapshot, load_snapshot
from rcaudit.workspace import fetch as fetching
from rcaudit.workspace.fetch import fetch_snapshot
from rcaudit.workspace.progress import NoProgress

MORNING = "2024-05-01T08:00:00.000Z"
EVENING = "2024-05-01T18:00:00.000Z"


def dated(count: int, **fields: Any) -> DemoWorkspace:
    """Return a workspace whose integrations were all updated in the morning."""
    return workspace(
        *[{**document, "_updatedAt": MORNING, **fields} for document in numbered(count)]
    )


def fetch(
    server: DemoServer,
    history: Path,
    account: str = "auditor",
    *,
    options: dict[str, Any] | None = None,
    **profile_settings: Any,
) -> Snapshot:
    """Fetch as an account, silently."""
    whose = profile_of(server, account, **profile_settings)
    return fetch_snapshot(whose, history=history, **{"progress": False, **(options or {})})


def asked(server: DemoServer) -> list[str]:
    """Return the ids that were asked for by themselves, sorted."""
    return sorted(call.params["integrationId"] for call in server.calls.of("integrations.get"))


def codes(snapshot: Snapshot) -> list[str]:
    """Return the codes of a snapshot's gaps."""
    return [gap.code for gap in snapshot.manifest.gaps]


class TestWhole:
    """Nothing is in the way."""

    def test_gives_every_integration_with_its_manifest(self, tmp_path):
        """Saved in the history, and complete."""
        made = workspace(
            incoming("b", token="EXAMPLE-token-of-b", script="x = 1", extra={"a": [1]}),
            outgoing("a", urls=["https://hooks.example.com/in"]),
        )
        with DemoServer(made) as server:
            snapshot = fetch(server, tmp_path)
        documents = {document["_id"]: document for document in snapshot.documents()}
        assert list(documents) == ["a", "b"]
        assert documents["b"]["token"] is None
        assert documents["b"]["script"] == "x = 1"
        assert documents["b"]["extra"] == {"a": [1]}
        manifest = snapshot.manifest
        assert manifest.is_complete
        assert manifest.counts.fetched == manifest.counts.listed == manifest.counts.reported == 2
        assert (manifest.server_version, manifest.account_username) == ("8.4.0", "auditor")
        assert manifest.visibility.is_whole
        assert manifest.visibility.total == 2
        assert snapshot.path
        assert snapshot.path.parent.parent == tmp_path
        assert load_snapshot(snapshot.path).manifest == manifest
        assert not list(tmp_path.rglob("journal*"))
        assert {call.verb for call in server.calls} == {"GET"}

    def test_of_an_empty_workspace_is_empty_and_complete(self, tmp_path):
        """That is an answer, too."""
        with DemoServer(workspace()) as server:
            snapshot = fetch(server, tmp_path)
        assert list(snapshot.documents()) == []
        assert snapshot.manifest.is_complete

    def test_takes_its_profile_from_the_environment(self, tmp_path, monkeypatch):
        """And the history's folder."""
        with DemoServer(dated(1)) as server:
            user_id, token = server.credentials()
            monkeypatch.setenv("RCAUDIT_URL", server.url)
            monkeypatch.setenv("RCAUDIT_USER_ID", user_id)
            monkeypatch.setenv("RCAUDIT_AUTH_TOKEN", token)
            monkeypatch.setenv("RCAUDIT_HISTORY", str(tmp_path / "history"))
            snapshot = fetch_snapshot()
        assert snapshot.path.is_relative_to(tmp_path / "history")

    def test_takes_its_profile_by_name(self, tmp_path, monkeypatch):
        """From the configuration file."""
        monkeypatch.setenv("RCAUDIT_CONFIG", str(tmp_path / "config.toml"))
        with pytest.raises(ConfigError, match="no profile 'prod'"):
            fetch_snapshot("prod", history=tmp_path)

    def test_may_leave_scripts_out(self, tmp_path):
        """Their texts are then in no file."""
        with DemoServer(dated(1, script="EXAMPLE_SCRIPT")) as server:
            snapshot = fetch(server, tmp_path, options={"keep_scripts": False})
        [document] = snapshot.documents()
        assert document["script"] is None
        assert not snapshot.manifest.has_scripts

    def test_tells_how_far_it_is(self, tmp_path):
        """The total once, each integration once, and the end."""
        told: list[Any] = []

        class Progress(NoProgress):
            def expect(self, total: int) -> None:
                told.append(total)

            def advance(self) -> None:
                told.append("one")

            def close(self) -> None:
                told.append("end")

        with DemoServer(dated(3)) as server:
            fetch(server, tmp_path, options={"progress": Progress()})
            assert told == [3, "one", "one", "one", "end"]
            told.clear()
            fetch(server, tmp_path, options={"progress": Progress()})
            assert told == [3, "one", "one", "one", "end"]
            told.clear()
            fetch(server, tmp_path, options={"progress": Progress(), "detail": "never"})
        assert told == [3, "one", "one", "one", "end"]

    def test_uses_the_session_that_is_passed_in(self, tmp_path):
        """Every call goes through its adapters."""
        seen = []

        class Adapter(requests.adapters.HTTPAdapter):
            def send(self, request, *args, **kwargs):
                seen.append(request.method)
                return super().send(request, *args, **kwargs)

        with DemoServer(dated(2)) as server, requests.Session() as session:
            session.mount("http://", Adapter())
            fetch(server, tmp_path, options={"session": session})
            assert seen == ["GET"] * len(server.calls)


@pytest.mark.parametrize("workers", [1, 3])
def test_no_more_calls_are_under_way_than_workers(tmp_path, workers):
    """List, view and integrations together; all of them are put to use."""
    under_way, most = set(), []
    lock = threading.Lock()

    class Counting(requests.adapters.HTTPAdapter):
        def send(self, request, *args, **kwargs):
            with lock:
                under_way.add(request.url)
                most.append(len(under_way))
            try:
                return super().send(request, *args, **kwargs)
            finally:
                with lock:
                    under_way.remove(request.url)

    with DemoServer(dated(20), Behaviour(latency=0.01)) as server, requests.Session() as session:
        session.mount("http://", Counting())
        fetch(server, tmp_path, options={"session": session}, workers=workers)
    assert max(most) == workers


class TestDetail:
    """What is unchanged is not asked for again."""

    @settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data(), size=st.integers(0, 12))
    def test_changed_asks_for_what_has_changed_and_nothing_else(self, data, size, tmp_path_factory):
        """Exactly k calls for k changed, new or undated ones of n."""
        history = tmp_path_factory.mktemp("history")
        made = dated(size)
        ids = [document["_id"] for document in made.integrations]
        changed = data.draw(st.sets(st.sampled_from(ids)) if ids else st.just(set()))
        gone = data.draw(st.sets(st.sampled_from(ids)) if ids else st.just(set()))
        new = data.draw(st.sets(st.sampled_from(["new1", "new2"])))
        with DemoServer(made) as server:
            fetch(server, history)
            assert asked(server) == ids
            for key in changed:
                server.replace(incoming(key, _updatedAt=EVENING, alias="other"))
            for key in gone:
                server.remove(key)
            for key in new:
                server.add(incoming(key, _updatedAt=MORNING))
            server.calls.clear()
            snapshot = fetch(server, history)
            assert asked(server) == sorted(changed - gone | new)
            assert [document["_id"] for document in snapshot.documents()] == [
                document["_id"] for document in server.documents
            ]
            assert {d["_id"] for d in snapshot.documents() if "alias" in d} == changed - gone
        counts = snapshot.manifest.counts
        assert counts.reused == len(set(ids) - changed - gone)
        assert snapshot.manifest.is_complete

    def test_always_asks_for_all(self, tmp_path):
        """Whatever is there already."""
        with DemoServer(dated(3)) as server:
            fetch(server, tmp_path)
            server.calls.clear()
            snapshot = fetch(server, tmp_path, options={"detail": "always"})
            assert len(asked(server)) == 3
        assert snapshot.manifest.counts.reused == 0

    def test_never_trusts_the_list(self, tmp_path):
        """And says so of each document."""
        with DemoServer(dated(3)) as server:
            snapshot = fetch(server, tmp_path, options={"detail": "never"})
            assert asked(server) == []
            assert [record.detail for record in snapshot.records()] == ["list"] * 3
            assert snapshot.manifest.counts.unasked == 3
            assert snapshot.manifest.is_complete
            fetch(server, tmp_path)
            assert len(asked(server)) == 3

    @pytest.mark.parametrize("updated_at", [None, 3, ""])
    def test_what_has_no_date_is_asked_for_each_time(self, tmp_path, updated_at):
        """Nobody knows whether it has changed."""
        with DemoServer(dated(2, _updatedAt=updated_at)) as server:
            fetch(server, tmp_path)
            server.calls.clear()
            fetch(server, tmp_path)
            assert len(asked(server)) == (0 if updated_at == "" else 2)

    def test_what_was_reused_keeps_where_it_came_from(self, tmp_path):
        """It was asked for once."""
        with DemoServer(dated(2)) as server:
            fetch(server, tmp_path)
            fetch(server, tmp_path)
            snapshot = fetch(server, tmp_path)
        assert [record.detail for record in snapshot.records()] == ["get"] * 2

    @pytest.mark.parametrize(
        "what", ["another key", "other rules", "other scripts", "an upgraded server"]
    )
    def test_what_was_kept_under_other_terms_is_not_reused(self, tmp_path, monkeypatch, what):
        """Its fingerprints, its marks or its fields would not fit."""
        options: dict[str, Any] = {}
        with DemoServer(dated(2)) as server:
            fetch(server, tmp_path)
            server.calls.clear()
            if what == "another key":
                next(tmp_path.glob("*.key")).unlink()
            elif what == "other rules":
                monkeypatch.setattr(fetching, "REDACTION_VERSION", redaction.REDACTION_VERSION + 1)
            elif what == "other scripts":
                options["keep_scripts"] = False
            else:
                server.change(strict=True)
            snapshot = fetch(server, tmp_path, options=options)
            assert len(asked(server)) == 2
        assert snapshot.manifest.counts.reused == 0

    def test_a_damaged_snapshot_is_passed_over_with_a_warning(self, tmp_path, caplog):
        """The one before it serves, where there is one."""
        with DemoServer(dated(2)) as server:
            fetch(server, tmp_path)
            newest = fetch(server, tmp_path)
            (newest.path / "documents.jsonl.gz").write_bytes(b"damaged")
            server.calls.clear()
            with caplog.at_level(logging.WARNING, "rcaudit"):
                fetch(server, tmp_path)
            assert asked(server) == []
        [record] = caplog.records
        assert "Passing over a snapshot" in record.getMessage()
        assert str(newest.path) in record.getMessage()


class TestIncomplete:
    """What is missing is told."""

    @pytest.mark.parametrize(
        ("switches", "code", "count"),
        [
            ({"forbidden_ids": {"id0001"}}, "forbidden", 1),
            ({"forbidden_ids": {"id0001"}, "strict": True}, "forbidden", 1),
            ({"fail_ids": {"id0001", "id0002"}}, "failed", 2),
            ({"garbage_ids": {"id0000"}}, "failed", 1),
            ({"misshapen": {"integrations.get": {"integration": {"_id": "other"}}}}, "failed", 3),
            ({"misshapen": {"integrations.get": {"integration": 3}}}, "failed", 3),
            ({"short_total": 2}, "short_list", 0),
        ],
    )
    def test_the_lists_documents_stand_in_and_a_gap_says_so(self, tmp_path, switches, code, count):
        """Nothing is lost, and the ids are named."""
        with DemoServer(dated(3), Behaviour(**switches)) as server:
            snapshot = fetch(server, tmp_path)
        assert len(list(snapshot.documents())) == 3
        assert codes(snapshot) == [code]
        [gap] = snapshot.manifest.gaps
        assert len(gap.integration_ids) == count
        stood_in = [r.document["_id"] for r in snapshot.records() if r.detail == "list"]
        assert tuple(stood_in) == gap.integration_ids

    def test_what_failed_is_asked_for_the_next_time(self, tmp_path):
        """A stand-in is not reused."""
        with DemoServer(dated(3), Behaviour(fail_ids={"id0001"})) as server:
            fetch(server, tmp_path)
            server.change(fail_ids=())
            server.calls.clear()
            snapshot = fetch(server, tmp_path)
            assert asked(server) == ["id0001"]
        assert snapshot.manifest.is_complete

    def test_what_vanished_since_the_list_is_no_gap(self, tmp_path):
        """It is counted, and not kept; not even where an older snapshot has it."""
        with DemoServer(dated(3)) as server:
            fetch(server, tmp_path)
            server.replace(incoming("id0001", _updatedAt=EVENING))
            server.change(vanish_ids={"id0001"}, statistics_offset=0)
            snapshot = fetch(server, tmp_path)
        assert [document["_id"] for document in snapshot.documents()] == ["id0000", "id0002"]
        assert snapshot.manifest.counts.vanished == 1
        assert len(snapshot) == 2
        assert codes(snapshot) == []

    def test_a_partial_view_says_of_how_many(self, tmp_path):
        """And which permission is missing."""
        made = workspace(incoming("a"), outgoing("b"))
        with DemoServer(made) as server:
            snapshot = fetch(server, tmp_path, "incoming")
        [gap] = snapshot.manifest.gaps
        assert gap.code == "visibility"
        assert gap.message == (
            "you see 1 integrations: this account lacks manage-outgoing-integrations"
        )

    def test_an_account_without_any_permission_is_refused(self, tmp_path):
        """Nothing is saved."""
        with DemoServer(dated(1)) as server, pytest.raises(ForbiddenError):
            fetch(server, tmp_path, "nobody")
        assert not list(tmp_path.rglob("manifest.json"))

    def test_a_stale_count_is_counted_anew(self, tmp_path):
        """The server's own count is an hour old by default."""
        with DemoServer(dated(2), Behaviour(statistics_offset=5)) as server:
            snapshot = fetch(server, tmp_path)
            counts = [call.params for call in server.calls.of("statistics")]
        assert counts == [{}, {"refresh": "true"}]
        assert snapshot.manifest.is_complete
        assert snapshot.manifest.visibility.total == 2

    def test_a_count_that_is_higher_is_told(self, tmp_path):
        """Somebody sees more than this account."""
        body = {"integrations": {"totalIntegrations": 9}}
        with DemoServer(dated(2), Behaviour(misshapen={"statistics": body})) as server:
            snapshot = fetch(server, tmp_path)
        assert codes(snapshot) == ["count_differs"]
        assert "you see 2 of the 9" in snapshot.manifest.gaps[0].message

    @pytest.mark.parametrize("route", ["me", "permissions.listAll"])
    def test_a_view_that_nobody_tells_is_a_gap(self, tmp_path, route):
        """The integrations are there all the same."""
        with DemoServer(dated(2), Behaviour(misshapen={route: []})) as server:
            snapshot = fetch(server, tmp_path)
        assert codes(snapshot) == ["visibility_unknown"]
        assert len(snapshot) == 2

    def test_a_version_that_nobody_tells_is_unknown(self, tmp_path):
        """And no reason to stop."""
        with DemoServer(dated(2), Behaviour(misshapen={"info": []})) as server:
            snapshot = fetch(server, tmp_path)
        assert snapshot.manifest.server_version is None
        assert snapshot.manifest.is_complete


class Meanwhile(requests.adapters.HTTPAdapter):
    """Changes a server's behaviour when so many integrations were asked for."""

    def __init__(self, server: DemoServer, after: int, **switches: Any) -> None:
        super().__init__(pool_maxsize=9)
        self._server = server
        self._after = after
        self._switches = switches
        self._lock = threading.Lock()

    def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Count the calls, and flip the switches before one of them."""
        if "integrations.get" in request.url:
            with self._lock:
                self._after -= 1
                if self._after == 0:
                    self._server.change(**self._switches)
        return super().send(request, *args, **kwargs)


class RevokedAfterTheList(requests.adapters.HTTPAdapter):
    """A way to the server on which the token is no longer accepted for single integrations."""

    def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Send another token along with `integrations.get`."""
        if "integrations.get" in request.url:
            request.headers["X-Auth-Token"] = "revoked"
        return super().send(request, *args, **kwargs)


class TestStopped:
    """What came before an error is kept, and the next run goes on."""

    @pytest.mark.parametrize(
        ("switches", "kind", "part"),
        [
            pytest.param({"fail_rate": 1.0}, UnreachableError, "16 times in a row", id="5xx"),
            pytest.param({"reset_rate": 1.0}, UnreachableError, "run again to go on", id="resets"),
            pytest.param({"html": 403}, UnreachableError, "in a row", id="a page"),
            pytest.param(
                {"limit": 1, "limit_everyone": True}, RateLimitError, "longest_wait", id="limit"
            ),
        ],
    )  # fmt: skip
    def test_by_a_server_that_fails_for_good(self, tmp_path, switches, kind, part):
        """It is not asked for ever."""
        with DemoServer(dated(60)) as server, requests.Session() as session:
            session.mount("http://", Meanwhile(server, 20, **switches))
            options = {"session": session}
            with pytest.raises(kind, match=part):
                fetch(server, tmp_path, options=options, retries=0, longest_wait=5)
            done = len([call for call in server.calls.of("integrations.get") if call.status == 200])
            self.check_next_run(server, tmp_path, done)

    def test_by_a_token_that_is_revoked(self, tmp_path):
        """At once."""
        with DemoServer(dated(60)) as server, requests.Session() as session:

            class Revoked(Meanwhile):
                def send(self, request, *args, **kwargs):
                    with self._lock:
                        self._after -= "integrations.get" in request.url
                    if self._after <= 0:
                        request.headers["X-Auth-Token"] = "revoked"
                    return super().send(request, *args, **kwargs)

            session.mount("http://", Revoked(server, 20))
            with pytest.raises(AuthenticationError):
                fetch(server, tmp_path, options={"session": session})
            done = [call for call in server.calls.of("integrations.get") if call.status == 200]
            refused = [call for call in server.calls if call.status == 401]
            assert len(refused) <= 8
            self.check_next_run(server, tmp_path, len(done))

    def test_while_the_list_waits_for_its_limit(self, tmp_path):
        """The error that stopped the run is told, not that it was stopped."""
        switches = Behaviour(page_limit=2, limit=1, window=20, limit_everyone=True)
        answer = {"integrations.get": []}
        with DemoServer(dated(8), switches) as server:
            server.change(misshapen=answer)
            with requests.Session() as session:
                session.mount("http://", RevokedAfterTheList(pool_maxsize=9))
                with pytest.raises(AuthenticationError):
                    fetch(server, tmp_path, options={"session": session}, longest_wait=60)

    def test_while_more_of_the_list_comes(self, tmp_path):
        """No more is asked for."""
        with DemoServer(dated(400), Behaviour(page_limit=2)) as server:
            with requests.Session() as session:
                session.mount("http://", RevokedAfterTheList(pool_maxsize=9))
                with pytest.raises(AuthenticationError):
                    fetch(server, tmp_path, options={"session": session})
            assert len(server.calls.of("integrations.list")) < 200

    @staticmethod
    def check_next_run(server: DemoServer, history: Path, done: int) -> None:
        """Check that a run on a sound server asks for the rest, and no more."""
        [journal] = history.rglob("journal.jsonl")
        assert not list(history.rglob("manifest.json"))
        server.change(**{name: getattr(Behaviour(), name) for name in vars(Behaviour())})
        server.calls.clear()
        snapshot = fetch(server, history)
        assert done > 0
        # Replies that were under way when the run ended came too late for the journal.
        assert 60 - done <= len(set(asked(server))) <= 60 - done + 8
        assert snapshot.manifest.is_complete
        assert snapshot.manifest.counts.kept == 60
        assert not journal.exists()

    @pytest.mark.parametrize("route", ["/me", "permissions.listAll", "statistics"])
    def test_by_a_view_that_is_not_given_any_more(self, tmp_path, route):
        """A token that is revoked is an error, whatever it was sent for."""

        class Revoked(requests.adapters.HTTPAdapter):
            def send(self, request, *args, **kwargs):
                if route in request.url:
                    request.headers["X-Auth-Token"] = "revoked"
                return super().send(request, *args, **kwargs)

        with DemoServer(dated(2)) as server, requests.Session() as session:
            session.mount("http://", Revoked(pool_maxsize=9))
            with pytest.raises(AuthenticationError):
                fetch(server, tmp_path, options={"session": session})

    def test_always_does_not_go_on_with_what_another_run_trusted(self, tmp_path):
        """What `changed` kept may be older than it seems."""
        with DemoServer(dated(60)) as server, requests.Session() as session:
            session.mount("http://", Meanwhile(server, 20, fail_rate=1.0))
            with pytest.raises(UnreachableError):
                fetch(server, tmp_path, options={"session": session}, retries=0)
            server.change(fail_rate=0.0)
            server.calls.clear()
            fetch(server, tmp_path, options={"detail": "always"})
            # Calls of the first run may come as late as this.
            assert set(asked(server)) == {document["_id"] for document in server.documents}

    def test_by_another_run_on_the_same_workspace(self, tmp_path):
        """No call is made."""
        with DemoServer(dated(1)) as server:
            fetch(server, tmp_path)
            server.calls.clear()
            server.change(latency=0.3)
            first = threading.Thread(target=fetch, args=(server, tmp_path), daemon=True)
            first.start()
            while not len(server.calls):
                time.sleep(0.005)
            with pytest.raises(LockedError):
                fetch(server, tmp_path)
            first.join()

    def test_by_a_folder_that_cannot_be_written(self, tmp_path):
        """Before any call."""
        (tmp_path / "history").write_text("a file in its place")
        with DemoServer(dated(1)) as server:
            with pytest.raises(OutputError):
                fetch(server, tmp_path / "history")
            assert len(server.calls) == 0


def test_a_limited_workspace_is_fetched_without_a_refused_call(tmp_path):
    """List, view and integrations each have their window."""
    with DemoServer(dated(5), Behaviour(limit=3, window=0.4)) as server:
        snapshot = fetch(server, tmp_path, "limited")
        assert {call.status for call in server.calls} <= {200, 403}
    assert snapshot.manifest.counts.fetched == 5
