"""What goes out is a GET, what comes back is bounded."""

import gzip
import re
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
import trustme
from demo_documents import workspace
from profiles import TOKEN, USER_ID, profile, profile_of
from raw_server import RawServer, reply

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer
from rcaudit.errors import (
    ConfigError,
    InvalidReplyError,
    ReplyTooLongError,
    TLSError,
    UnreachableError,
    WorkspaceError,
)
from rcaudit.workspace.adapter import ReadOnlyAdapter
from rcaudit.workspace.client import Client
from rcaudit.workspace.profile import Profile

OK = reply(b'{"success":true}')
DRIP: list[bytes | float] = [b"x", 0.02] * 1000
LINES: list[bytes | float] = [b"X-Slow: x\r\n", 0.02] * 1000
INTERIM: list[bytes | float] = [b"HTTP/1.1 100 Continue\r\n\r\n", 0.02]
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
# A comment of a compressed text's head, which unfolds to nothing.
GZIP_DRIP: list[bytes | float] = [b"\x1f\x8b\x08\x10\0\0\0\0\0\x03", *DRIP]


def failure(whose: Profile) -> WorkspaceError:
    """Return what a call with this profile raises."""
    with Client(whose) as client, pytest.raises(WorkspaceError) as caught:
        client.get("me")
    assert f"{whose.url}/api/v1/me" in str(caught.value)
    assert TOKEN not in str(caught.value)
    return caught.value


class TestRequests:
    """What goes out."""

    def test_carry_the_credentials_and_little_else(self):
        """No body, no cookie, and the tool's name."""
        with RawServer(OK) as server, Client(profile(server.url)) as client:
            client.get("integrations.get", {"integrationId": "a b&c"})
            [sent] = server.requests
        lines = sent.decode().split("\r\n")
        assert lines[0] == "GET /api/v1/integrations.get?integrationId=a+b%26c HTTP/1.1"
        fields = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
        assert fields.pop("user-agent").startswith("rcaudit/")
        assert fields == {
            "host": f"127.0.0.1:{server.port}",
            "accept": "application/json",
            "accept-encoding": "gzip, deflate",
            "x-auth-token": TOKEN.lower(),
            "x-user-id": USER_ID.lower(),
        }

    def test_go_below_a_path_prefix(self):
        """The prefix is the URL's."""
        with RawServer(OK) as server, Client(profile(f"{server.url}/chat dir/")) as client:
            client.get("me")
            client.get("/api/info")
            first = [sent.split(b"\r\n")[0] for sent in server.requests]
        assert first == [
            b"GET /chat%20dir/api/v1/me HTTP/1.1",
            b"GET /chat%20dir/api/info HTTP/1.1",
        ]

    def test_bring_no_cookie_back(self):
        """Not even one that the server set."""
        answer = reply(b"{}", "Set-Cookie: rc_token=EXAMPLE; Path=/")
        with RawServer(answer) as server, Client(profile(server.url)) as client:
            client.get("me")
            client.get("me")
            assert all(b"cookie" not in sent.lower() for sent in server.requests)

    def test_use_nothing_of_netrc(self, monkeypatch, tmp_path):
        """A password for the host there is for others."""
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login me password EXAMPLE\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        with RawServer(OK) as server, Client(profile(server.url)) as client:
            client.get("me")
            assert b"authorization" not in server.requests[0].lower()

    def test_keep_their_connection(self):
        """One connection serves call after call."""
        with RawServer(OK) as server, Client(profile(server.url)) as client:
            for _ in range(3):
                client.get("me")
            assert len(server.requests) == 3
            assert len(server.connections) == 1

    def test_of_another_verb_never_leave(self):
        """The adapter is the last gate."""
        with DemoServer(workspace()) as server, requests.Session() as session:
            session.mount("http://", ReadOnlyAdapter())
            for verb in ("POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"):
                with pytest.raises(ConfigError, match=f"only reads: {verb} is refused"):
                    session.request(verb, f"{server.url}/api/v1/me")
            assert session.get(f"{server.url}/api/info").ok
            assert [call.verb for call in server.calls] == ["GET"]


class TestSessionOfTheCallers:
    """A `requests.Session` that is passed in."""

    def test_is_used_and_not_closed(self):
        """Its headers go along, below ours; its adapters stay open."""
        closed = []

        class Session(requests.Session):
            def close(self) -> None:
                closed.append(self)

        session = Session()
        session.headers.update({"X-Gateway": "pass", "X-Auth-Token": "other"})
        with RawServer(OK) as server:
            with Client(profile(server.url), session=session) as client:
                client.get("me")
            [sent] = server.requests
        assert closed == []
        requests.Session.close(session)
        assert b"x-gateway: pass" in sent.lower()
        assert sent.count(b"X-Auth-Token") == 1
        assert TOKEN.encode() in sent

    def test_may_have_adapters_of_its_own(self):
        """For a socket, a mock, or a record of what was asked."""
        seen = []

        class Adapter(requests.adapters.HTTPAdapter):
            def send(self, request, *args, **kwargs):
                seen.append(request.url)
                return super().send(request, *args, **kwargs)

        with requests.Session() as session, RawServer(OK) as server:
            session.mount("http://", Adapter())
            with Client(profile(server.url), session=session) as client:
                client.get("me")
        assert seen == [f"{server.url}/api/v1/me"]

    def test_that_trusts_anybody_is_refused(self):
        """Certificates are always verified."""
        with requests.Session() as session:
            session.verify = False
            with pytest.raises(ConfigError, match="does not verify certificates"):
                Client(profile(), session=session)


class TestBounds:
    """Bytes and seconds."""

    def test_a_huge_reply_is_given_up_early(self):
        """It is asked for once, and little of it is kept."""
        with DemoServer(workspace(), Behaviour(huge=True)) as server:
            tracemalloc.start()
            error = failure(profile_of(server, largest_reply=1_000_000))
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert len(server.calls) == 1
        assert type(error) is ReplyTooLongError
        assert "larger than 1000000 bytes. Raise largest_reply" in str(error)
        assert peak < 6_000_000

    def test_a_compressed_reply_is_bounded_by_what_it_unfolds_to(self):
        """A megabyte that would be a gigabyte."""
        bomb = gzip.compress(bytes(100_000_000), compresslevel=9)
        with RawServer(reply(bomb, "Content-Encoding: gzip")) as server:
            tracemalloc.start()
            error = failure(profile(server.url, largest_reply=1_000_000))
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert type(error) is ReplyTooLongError
        assert peak < 8_000_000

    def test_a_compressed_reply_is_read(self):
        """That is what was asked for."""
        body = gzip.compress(b'{"a":1}')
        with (
            RawServer(reply(body, "Content-Encoding: gzip")) as server,
            Client(profile(server.url)) as client,
        ):
            assert client.get("me") == {"a": 1}

    def test_a_reply_that_drips_is_given_up(self):
        """Ten read timeouts for the whole of it, and no second try."""
        with DemoServer(workspace(), Behaviour(drip=0.02)) as server:
            began = time.monotonic()
            error = failure(profile_of(server, read_timeout=0.2))
            assert time.monotonic() - began >= 2
            assert len(server.calls) == 1
        assert type(error) is ReplyTooLongError
        assert "Raise read_timeout" in str(error)

    @pytest.mark.parametrize(
        "parts",
        [
            pytest.param([b"HTTP/1.1 200 OK\r\nX-Slow: ", *DRIP], id="a header"),
            pytest.param([b"HTTP/1.1 200 ", *DRIP], id="the status line"),
            pytest.param(INTERIM * 1000, id="replies that announce another"),
            pytest.param([CHUNKED, b"1;slow=", *DRIP], id="the size of a part"),
            pytest.param([CHUNKED, b"0\r\nX-Slow: ", *DRIP], id="what comes after the body"),
            pytest.param([reply(b"", "Content-Encoding: gzip", length=999), *GZIP_DRIP], id="gzip"),
        ],
    )
    def test_a_reply_that_drips_elsewhere_than_in_its_text_is_given_up(self, parts):
        """Each byte comes in time, and the whole never does."""
        with RawServer(parts) as server:
            began = time.monotonic()
            error = failure(profile(server.url, read_timeout=0.2))
            assert 2 <= time.monotonic() - began < 15
            assert len(server.requests) == 1
        assert type(error) is ReplyTooLongError
        assert "was not complete after 2 seconds" in str(error)

    def test_a_proxy_that_drips_is_given_up(self, monkeypatch):
        """Its own reply comes before anything of the workspace's."""
        with RawServer([b"HTTP/1.1 200 OK\r\n", *LINES]) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
            began = time.monotonic()
            error = failure(profile("https://chat.invalid", connect_timeout=0.2))
            assert 2 <= time.monotonic() - began < 15
        assert type(error) is ReplyTooLongError
        assert "connect_timeout" in str(error)

    def test_a_reply_that_drips_through_a_session_of_the_callers_is_given_up(self):
        """Its adapters know of no such bound: the text has one nevertheless."""
        with DemoServer(workspace(), Behaviour(drip=0.02)) as server, requests.Session() as session:
            whose = profile_of(server, read_timeout=0.2)
            with (
                Client(whose, session=session) as client,
                pytest.raises(ReplyTooLongError, match="Raise read_timeout"),
            ):
                client.get("me")
            assert len(server.calls) == 1

    def test_each_reply_of_a_connection_has_its_own_time(self):
        """The bound is none on how long a run may take."""
        with RawServer(OK) as server, Client(profile(server.url, read_timeout=0.1)) as client:
            for _ in range(5):
                client.get("me")
                time.sleep(0.25)
            assert len(server.connections) == 1

    def test_a_server_that_says_nothing_is_given_up(self):
        """After the read timeout, and all retries."""
        with DemoServer(workspace(), Behaviour(latency=5)) as server:
            began = time.monotonic()
            error = failure(profile_of(server, read_timeout=0.1))
            assert time.monotonic() - began < 5
            assert len(server.calls) == 3
        assert type(error) is UnreachableError
        assert "no answer in time" in str(error)

    def test_a_server_that_stops_in_the_middle_is_given_up(self):
        """The body's bytes are waited for no longer than the head's."""
        with RawServer([reply(b"{", length=9), 5.0]) as server:
            error = failure(profile(server.url, read_timeout=0.1, retries=0))
        assert "no answer in time" in str(error)

    def test_a_host_that_takes_no_connection_is_given_up(self):
        """After the connect timeout."""
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(0)
            port = listener.getsockname()[1]
            with socket.socket() as first, socket.socket() as second:
                for filler in (first, second):
                    filler.setblocking(False)
                    filler.connect_ex(("127.0.0.1", port))
                time.sleep(0.1)
                began = time.monotonic()
                whose = profile(f"http://127.0.0.1:{port}", connect_timeout=0.2, retries=0)
                error = failure(whose)
                assert time.monotonic() - began < 60
        assert "no answer in time" in str(error)


class TestBrokenConnections:
    """Each is retried, and then told."""

    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            pytest.param([], "the connection was closed", id="no reply"),
            pytest.param([b"hello\r\n\r\n"], "the connection was closed", id="no HTTP"),
            pytest.param([reply(b'{"a"', length=9)], "the connection was closed", id="half a body"),
            pytest.param(
                [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
                "the connection was closed",
                id="broken chunks",
            ),
            pytest.param(
                reply(b"no gzip", "Content-Encoding: gzip"),
                "the reply's compression is broken",
                id="broken compression",
            ),
            pytest.param(
                reply(b"x", "Content-Encoding: " + ", ".join(["gzip"] * 20)),
                "the reply's compression is broken",
                id="compressed over and over",
            ),
        ],
    )
    def test_are_told_with_their_reason(self, answer, reason):
        """The last try's."""
        with RawServer(answer) as server:
            error = failure(profile(server.url))
            assert len(server.requests) == 3
        assert type(error) is UnreachableError
        assert f"cannot be reached: {reason}." in str(error)

    def test_that_work_the_next_time_are_no_error(self):
        """A reset is over when it is over."""
        with RawServer([], [], OK) as server, Client(profile(server.url)) as client:
            assert client.get("me") == {"success": True}

    @pytest.mark.parametrize(
        ("url", "reason"),
        [
            pytest.param("http://127.0.0.1:1", "Connection refused", id="nobody listens"),
            pytest.param("https://host.invalid", "(Name|Temporary|No address)", id="no such host"),
        ],
    )
    def test_need_no_server(self, url, reason):
        """The system says why."""
        error = failure(profile(url, retries=0, connect_timeout=5))
        assert type(error) is UnreachableError
        assert re.search(f"cannot be reached: {reason}", str(error))

    @pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..example", "*.example"])
    def test_a_name_that_cannot_be_is_told(self, host):
        """Before or when it is asked for."""
        with (
            pytest.raises((UnreachableError, ConfigError), match=r"name is not possible|no URL"),
            Client(profile(f"https://{host}", retries=0)) as client,
        ):
            client.get("me")


class TestTLS:
    """Certificates are verified, by the right authority, for the right host and day."""

    AUTHORITY = trustme.CA()

    @pytest.fixture
    def serve(self) -> Iterator[object]:
        """Start a demo server with a certificate of these properties."""
        servers = []

        def serve(name: str = "127.0.0.1", **properties: object) -> DemoServer:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.AUTHORITY.issue_cert(name, **properties).configure_cert(context)
            server = DemoServer(workspace(), certificate=context).__enter__()
            servers.append(server)
            return server

        yield serve
        for server in servers:
            server.__exit__(None, None, None)

    @pytest.fixture
    def bundle(self, tmp_path: Path) -> Path:
        """The authority's certificate, as a file."""
        path = tmp_path / "own-ca.pem"
        self.AUTHORITY.cert_pem.write_to_path(path)
        return path

    def test_an_own_authority_is_trusted_by_the_profile(self, serve, bundle):
        """As ca_bundle."""
        with Client(profile_of(serve(), ca_bundle=bundle)) as client:
            assert client.get("me")["username"] == "auditor"

    @pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
    def test_an_own_authority_is_trusted_by_the_environment(
        self, serve, bundle, monkeypatch, variable
    ):
        """As other tools do."""
        monkeypatch.setenv(variable, str(bundle))
        with Client(profile_of(serve())) as client:
            assert client.get("me")["username"] == "auditor"

    def test_a_folder_of_certificates_will_do(self, serve, tmp_path):
        """As OpenSSL keeps them."""
        with (
            Client(profile_of(serve(), ca_bundle=tmp_path)) as client,
            pytest.raises(TLSError, match="local issuer"),
        ):
            client.get("me")

    @pytest.mark.parametrize(
        ("name", "properties", "is_trusted", "problem", "cure"),
        [
            pytest.param(
                "127.0.0.1",
                {},
                False,
                "unable to get local issuer certificate",
                "name its file as ca_bundle",
                id="unknown",
            ),
            pytest.param(
                "127.0.0.1",
                {"not_after": datetime.now(UTC) - timedelta(days=1)},
                True,
                "certificate has expired",
                "renewed, unless the clock",
                id="expired",
            ),
            pytest.param(
                "127.0.0.1",
                {"not_before": datetime.now(UTC) + timedelta(days=1)},
                True,
                "certificate is not yet valid",
                "renewed, unless the clock",
                id="not yet valid",
            ),
            pytest.param(
                "chat.example.com",
                {},
                True,
                "mismatch, certificate is not valid for '127.0.0.1'. ",
                "Set the URL with the host name that",
                id="another host",
            ),
        ],
    )
    def test_the_certificates_problem_is_told(
        self, serve, bundle, name, properties, is_trusted, problem, cure
    ):
        """At once: no retry can help."""
        server = serve(name, **properties)
        error = failure(profile_of(server, ca_bundle=bundle if is_trusted else None))
        assert type(error) is TLSError
        assert "certificate cannot be trusted: " in str(error)
        assert problem in str(error)
        assert cure in str(error)
        assert len(server.calls) == 0

    def test_a_server_that_speaks_no_tls_is_told(self):
        """The scheme may be wrong."""
        with DemoServer(workspace()) as server:
            error = failure(profile(server.url.replace("http:", "https:")))
        assert type(error) is TLSError
        assert "Is it an https:// address?" in str(error)

    def test_a_server_that_goes_away_in_the_handshake_is_a_failure_like_others(self):
        """It is tried again."""
        seen = []
        with socket.create_server(("127.0.0.1", 0)) as listener:

            def hang_up() -> None:
                for _ in range(3):
                    connection, _ = listener.accept()
                    seen.append(connection.recv(10))
                    time.sleep(0.05)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass
                    connection.close()

            thread = threading.Thread(target=hang_up, daemon=True)
            thread.start()
            error = failure(profile(f"https://127.0.0.1:{listener.getsockname()[1]}"))
            thread.join(5)
        assert type(error) is UnreachableError
        assert len(seen) == 3

    @pytest.mark.parametrize("content", ["", "no certificate"])
    def test_a_bundle_that_holds_none_is_told_before_any_call(self, tmp_path, content):
        """With the settings that may name it."""
        bundle = tmp_path / "own.pem"
        bundle.write_text(content)
        with pytest.raises(ConfigError, match=r"own\.pem.*REQUESTS_CA_BUNDLE"):
            Client(profile("https://chat.example.com", ca_bundle=bundle))

    def test_a_bundle_in_the_environment_that_is_not_there_is_told(self, monkeypatch):
        """It would look like a broken connection."""
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such.pem")
        with pytest.raises(ConfigError, match=r"from /no/such\.pem: No such file"):
            Client(profile("https://chat.example.com"))

    def test_the_certificate_can_be_looked_at(self, serve, bundle):
        """As the audit's own connection sees it."""
        with Client(profile_of(serve(), ca_bundle=bundle)) as client:
            assert ("DNS", "x") not in client.certificate().get("subjectAltName")
            assert "notAfter" in client.certificate()

    def test_without_tls_there_is_none(self):
        """Nothing to look at."""
        with DemoServer(workspace()) as server, Client(profile_of(server)) as client:
            assert client.certificate() is None

    def test_one_that_cannot_be_looked_at_is_told(self):
        """As for any other call."""
        with Client(profile("http://127.0.0.1:1")) as client, pytest.raises(UnreachableError):
            client.certificate()


class TestProxies:
    """The environment's are honoured, but for this machine."""

    def test_calls_go_through_the_proxy(self, monkeypatch):
        """Which looks the host up, too."""
        with RawServer(OK) as proxy:
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
            with Client(profile("http://chat.invalid", insecure_http=True)) as client:
                client.get("me")
            assert proxy.requests[0].startswith(b"GET http://chat.invalid/api/v1/me HTTP/1.1")

    def test_calls_over_tls_go_through_a_tunnel(self, monkeypatch):
        """A proxy that refuses it is named as the reason, without its password."""
        with RawServer(reply(b"", status="407 Proxy Authentication Required")) as proxy:
            address = proxy.url.replace("http://", "http://me:EXAMPLE-password@")
            monkeypatch.setenv("HTTPS_PROXY", address)
            error = failure(profile("https://chat.invalid", retries=0))
            assert proxy.requests[0].startswith(b"CONNECT chat.invalid:443")
            assert TOKEN.encode() not in proxy.requests[0]
        assert "the proxy does not let it through" in str(error)
        assert "EXAMPLE-password" not in str(error)

    def test_hosts_in_no_proxy_are_asked_directly(self, monkeypatch):
        """Their names must be known here."""
        with RawServer(OK) as proxy:
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
            monkeypatch.setenv("NO_PROXY", "chat.invalid")
            failure(profile("http://chat.invalid", insecure_http=True, retries=0))
            assert proxy.requests == []

    def test_a_workspace_on_this_machine_is_asked_directly(self, monkeypatch):
        """A proxy's loopback is another machine, which must not get the token."""
        with RawServer(OK) as proxy, DemoServer(workspace()) as server:
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
            with Client(profile_of(server)) as client:
                client.get("me")
            assert proxy.requests == []

    def test_a_sessions_own_proxy_goes_for_every_host(self):
        """Who passes it in means it."""
        with RawServer(OK) as proxy, requests.Session() as session:
            session.proxies = {"http": proxy.url}
            with Client(profile("http://127.0.0.1:1"), session=session) as client:
                client.get("me")
            assert len(proxy.requests) == 1


def test_an_international_host_goes_out_in_ascii(monkeypatch):
    """As the name system wants it."""
    with RawServer(OK) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        with Client(profile("http://bücher.invalid", insecure_http=True)) as client:
            client.get("me")
        assert proxy.requests[0].startswith(b"GET http://xn--bcher-kva.invalid/api/v1/me")


def test_a_reply_too_long_is_no_valid_reply():
    """Who catches the one, catches the other."""
    assert issubclass(ReplyTooLongError, InvalidReplyError)
