import http.client
import socket
import time
from collections.abc import Iterator

import pytest
import requests
from demo_calls import ask
from demo_documents import incoming, workspace

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer


@pytest.fixture(scope="module")
def plain() -> Iterator[DemoServer]:
    """Serve a workspace without any switch set."""
    with DemoServer(workspace(incoming("a"))) as server:
        yield server


def exchange(server: DemoServer, sent: bytes) -> bytes:
    """Send bytes on a connection of their own, and return all that comes until it is closed."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_connection_is_kept_from_call_to_call(plain: DemoServer) -> None:
    """Several calls, well or not, go over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", plain.port, timeout=5)
    statuses = []
    for path in ("/api/info", "/api/v1/me", "/nowhere", "/api/info"):
        connection.request("GET", path)
        reply = connection.getresponse()
        reply.read()
        assert reply.getheader("Connection") == "keep-alive"
        statuses.append((reply.status, connection.sock.getsockname()))
    connection.close()
    assert [status for status, _ in statuses] == [200, 401, 404, 200]
    assert len({address for _, address in statuses}) == 1


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"GET /api/info HTTP/1.1\r\nConnection: Close\r\n\r\n", id="asked to close"),
        pytest.param(b"GET /api/info HTTP/1.0\r\n\r\n", id="HTTP/1.0"),
        pytest.param(b"GET /api/info HTTP/1.0\n\n", id="bare line feeds"),
    ],
)
def test_a_connection_is_closed_for_who_wants_it(plain: DemoServer, sent: bytes) -> None:
    """The reply says that the connection ends, and it does."""
    head, _, body = exchange(plain, sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nConnection: close" in head
    assert body == b'{"version":"8.4","success":true}'


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(b"nonsense\r\n\r\n", b"400 Bad Request", id="no call"),
        pytest.param(b"GET / HTTP/2\r\n\r\n", b"400 Bad Request", id="another version"),
        pytest.param(b"GET / HTTP/1.1", b"400 Bad Request", id="cut off"),
        pytest.param(
            b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 101,
            b"431 Request Header Fields Too Large",
            id="too many headers",
        ),
        pytest.param(
            b"GET / HTTP/1.1\r\nA: " + b"b" * 65533,
            b"431 Request Header Fields Too Large",
            id="a header too long",
        ),
    ],
)
def test_what_is_no_call_ends_the_connection(plain: DemoServer, sent: bytes, status: bytes) -> None:
    """A call that cannot be read is answered with an error, and is not on record."""
    plain.calls.clear()
    with socket.create_connection(("127.0.0.1", plain.port), timeout=5) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 " + status + b"\r\n")
    assert len(plain.calls) == 0


def test_a_body_sent_along_does_not_destroy_the_refusal(plain: DemoServer) -> None:
    """A refused verb's body is read, so that the caller gets to see the 405."""
    sent = b"POST /api/v1/me HTTP/1.1\r\nContent-Length: 60000\r\n\r\n" + b"x" * 60000
    assert exchange(plain, sent).startswith(b"HTTP/1.1 405 Method Not Allowed\r\n")


@pytest.mark.parametrize("length", [b"", b"Content-Length: many\r\n"])
def test_a_refusal_needs_no_length(plain: DemoServer, length: bytes) -> None:
    """A refused verb without a body, or with a length that is none, gets its 405 too."""
    sent = b"DELETE /api/v1/me HTTP/1.1\r\n" + length + b"\r\n"
    assert exchange(plain, sent).startswith(b"HTTP/1.1 405 Method Not Allowed\r\n")


def test_each_reply_takes_its_time() -> None:
    """The latency passes before every reply."""
    with DemoServer(workspace(), Behaviour(latency=0.05)) as server:
        began = time.monotonic()
        for _ in range(3):
            ask(server, "me")
        assert time.monotonic() - began >= 0.15


def test_a_body_can_come_a_byte_at_a_time() -> None:
    """A dripping reply is whole in the end, but slow, and so within no time-out between bytes."""
    with DemoServer(workspace(), Behaviour(drip=0.002)) as server:
        began = time.monotonic()
        reply = ask(server, "me", "own")
    assert reply.json()["username"] == "own"
    assert time.monotonic() - began > 0.002 * len(reply.content)


def test_a_dripping_reply_ends_with_the_server() -> None:
    """Closing the server does not wait until a slow body is out."""
    with DemoServer(workspace(), Behaviour(drip=60)) as server, requests.Session() as session:
        session.trust_env = False
        reply = session.get(f"{server.url}/api/info", stream=True, timeout=10)
        began = time.monotonic()
    assert reply.ok
    assert time.monotonic() - began < 5
    with pytest.raises(requests.RequestException):
        reply.content  # noqa: B018 - reading it is the point


def test_a_body_can_be_without_an_end() -> None:
    """A huge reply goes on until the caller has had enough."""
    with DemoServer(workspace(), Behaviour(huge=True)) as server, requests.Session() as session:
        session.trust_env = False
        with session.get(f"{server.url}/api/info", stream=True, timeout=10) as reply:
            came = 0
            for block in reply.iter_content(1 << 16):
                assert not block.strip()
                came += len(block)
                if came > 1 << 22:
                    break
    assert "Content-Length" not in reply.headers
    assert came > 1 << 22
