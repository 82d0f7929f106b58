import socket
import ssl
import time

import pytest
import requests
import trustme
from demo_calls import ask
from demo_documents import incoming, workspace

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer
from rcaudit.errors import ConfigError


def test_the_server_lives_as_long_as_its_context() -> None:
    """It answers on loopback inside the context, and nothing listens there afterwards."""
    with DemoServer(workspace()) as server:
        assert server.url == f"http://127.0.0.1:{server.port}"
        assert ask(server, "me").ok
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=5)


def test_open_connections_end_with_the_server() -> None:
    """Who holds a connection sees it closed, rather than waiting for ever."""
    with (
        DemoServer(workspace()) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection,
    ):
        connection.sendall(b"GET /api/info HTTP/1.1\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")
        server.__exit__(None, None, None)
        assert connection.recv(1) == b""


def test_a_slow_reply_does_not_hold_up_the_end() -> None:
    """Closing the server breaks off calls that are still waiting for their reply."""
    with DemoServer(workspace(), Behaviour(latency=60)) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(b"GET /api/info HTTP/1.1\r\n\r\n")
            while not len(server.calls):
                time.sleep(0.005)
        began = time.monotonic()
    assert time.monotonic() - began < 1


def test_a_port_can_be_chosen_and_used_again() -> None:
    """A server can come back where another one was."""
    with DemoServer(workspace()) as first:
        port = first.port
    with DemoServer(workspace(incoming("a")), port=port) as second:
        assert second.port == port
        assert ask(second, "integrations.list").json()["total"] == 1


@pytest.mark.parametrize("port", [pytest.param(None, id="taken"), pytest.param(70000, id="none")])
def test_a_port_that_is_not_to_be_had_is_named(port: int | None) -> None:
    """The error says which port, and what to do."""
    with (
        DemoServer(workspace()) as server,
        pytest.raises(ConfigError, match=f"port {port or server.port}: .*; choose another"),
    ):
        DemoServer(workspace(), port=port or server.port)


def test_every_user_of_the_workspace_has_credentials() -> None:
    """Users of the workspace and built-in accounts sign in with what `credentials` gives."""
    with DemoServer(workspace(users=[{"_id": "u", "username": "zoe"}])) as server:
        names = [ask(server, "me", name).json()["username"] for name in ("zoe", "nobody")]
        with pytest.raises(KeyError, match="yan"):
            server.credentials("yan")
        assert server.credentials() == server.credentials("auditor")
    assert names == ["zoe", "nobody"]


def test_credentials_are_the_same_each_time() -> None:
    """Nothing in the accounts is drawn by chance."""
    with DemoServer(workspace()) as first, DemoServer(workspace()) as second:
        assert first.credentials() == second.credentials()
        assert first.credentials() != first.credentials("own")


def test_switches_can_be_flipped_while_it_runs() -> None:
    """A change holds from the next call on; the rest stays as it was."""
    with DemoServer(workspace(), Behaviour(page_limit=7)) as server:
        server.change(html=404)
        assert ask(server, "me").status_code == 404
        server.change(html=None)
        assert ask(server, "me").status_code == 200
        assert server.behaviour == Behaviour(page_limit=7)
        with pytest.raises(TypeError, match="hmtl"):
            server.change(hmtl=404)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Make up a certificate authority."""
    return trustme.CA()


@pytest.fixture
def certificate(authority: trustme.CA) -> ssl.SSLContext:
    """Return a server's side of TLS, with a certificate for loopback."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def test_it_speaks_tls(authority: trustme.CA, certificate: ssl.SSLContext) -> None:
    """With a certificate the workspace is behind https, for whoever trusts it."""
    with (
        DemoServer(workspace(), certificate=certificate) as server,
        authority.cert_pem.tempfile() as bundle,
        requests.Session() as session,
    ):
        session.trust_env = False
        assert server.url.startswith("https://127.0.0.1:")
        for _ in range(2):
            assert session.get(f"{server.url}/api/info", verify=bundle, timeout=10).ok


def test_who_does_not_trust_it_gets_nothing(certificate: ssl.SSLContext) -> None:
    """A caller without the authority's certificate breaks off, and the server goes on."""
    with DemoServer(workspace(), certificate=certificate) as server:
        for _ in range(2):
            with pytest.raises(requests.exceptions.SSLError):
                ask(server, "me")
        assert len(server.calls) == 0


def test_cleartext_gets_no_answer_from_a_tls_port(certificate: ssl.SSLContext) -> None:
    """A caller that does not speak TLS is hung up on."""
    with (
        DemoServer(workspace(), certificate=certificate) as server,
        pytest.raises(requests.ConnectionError),
    ):
        requests.get(f"http://127.0.0.1:{server.port}", proxies={"no_proxy": "*"}, timeout=10)
