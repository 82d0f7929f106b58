"""HTTP on one connection: reading calls and putting replies on the wire."""

import contextlib
import functools
import time
from email.utils import formatdate
from http import HTTPStatus
from http.client import responses
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

from rcaudit.demo.replies import HANG_UP, HTML, Reply

if TYPE_CHECKING:
    import threading

    from rcaudit.demo.service import Service

_LINE_LIMIT = 65536
_FIELD_LIMIT = 100
_VERSIONS = ("HTTP/1.0", "HTTP/1.1")
_CHUNK = b"10000\r\n" + b" " * 0x10000 + b"\r\n"


class DemoHandler(BaseHTTPRequestHandler):
    """One connection to a demo server, kept alive from call to call.

    Calls are read here and not by the inherited reader, which takes every header through the
    email package: that costs as much as all the rest of a reply.
    """

    disable_nagle_algorithm = True

    def __init__(self, service: "Service", stopping: "threading.Event", *connection: Any) -> None:
        self.service = service
        self.stopping = stopping
        self.command = ""
        self.fields: dict[str, str] = {}
        super().__init__(*connection)

    def handle(self) -> None:
        """Serve the connection until either side has enough of it."""
        with contextlib.suppress(OSError):  # the other side went away, or distrusts us
            super().handle()

    def handle_one_request(self) -> None:
        """Read a call and answer it."""
        self.close_connection = True
        line = self.rfile.readline(_LINE_LIMIT)
        if not line:
            return
        words = line.decode("iso-8859-1").split()
        if not line.endswith(b"\n") or len(words) != 3 or words[2] not in _VERSIONS:  # noqa: PLR2004 - verb, target and version
            self._send(_plain(HTTPStatus.BAD_REQUEST))
        elif not self._read_fields():
            self._send(_plain(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE))
        else:
            self.command, self.path, self.request_version = words
            self._answer()

    def _read_fields(self) -> bool:
        """Read the header fields; return whether they are within bounds."""
        self.fields = {}
        for _ in range(_FIELD_LIMIT + 1):
            line = self.rfile.readline(_LINE_LIMIT)
            if line in (b"\r\n", b"\n", b""):
                return True
            if not line.endswith(b"\n"):
                return False
            name, _, value = line.decode("iso-8859-1").partition(":")
            self.fields[name.lower()] = value.strip()
        return False

    def _answer(self) -> None:
        if self.command == "GET":
            wants_close = self.fields.get("connection", "").lower() == "close"
            self.close_connection = wants_close or self.request_version == "HTTP/1.0"
        else:
            self._skip_body()
        reply = self.service.answer(self.command, self.path, self.fields, self.client_address[0])
        behaviour = self.service.behaviour
        if behaviour.latency:
            self.stopping.wait(behaviour.latency)
        if reply is HANG_UP:
            self.close_connection = True
        elif behaviour.huge:
            self._send_without_end(reply)
        elif behaviour.drip is not None:
            self._send_slowly(reply, behaviour.drip)
        else:
            self._send(reply)

    def _skip_body(self) -> None:
        """Read what the caller sent along: left unread, it makes closing destroy the reply."""
        length = self.fields.get("content-length", "")
        if length.isdecimal():
            self.rfile.read(min(int(length), _LINE_LIMIT))

    def _send(self, reply: Reply) -> None:
        head = self._head(reply, ("Content-Length", str(len(reply.body))))
        self.wfile.write(head if self.command == "HEAD" else head + reply.body)

    def _send_slowly(self, reply: Reply, pause: float) -> None:
        self.wfile.write(self._head(reply, ("Content-Length", str(len(reply.body)))))
        for byte in reply.body:
            if self.stopping.wait(pause):
                break
            self.wfile.write(bytes([byte]))

    def _send_without_end(self, reply: Reply) -> None:
        self.wfile.write(self._head(reply, ("Transfer-Encoding", "chunked")))
        while True:  # the caller hangs up or the server stops: both raise an OSError here
            self.wfile.write(_CHUNK)

    def _head(self, reply: Reply, framing: tuple[str, str]) -> bytes:
        fields = (
            ("Date", _http_date(int(time.time() + self.service.behaviour.clock_skew))),
            ("Content-Type", reply.content_type),
            framing,
            ("Connection", "close" if self.close_connection else "keep-alive"),
            *reply.headers,
        )
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields)
        status = f"HTTP/1.1 {reply.status} {responses.get(reply.status, 'Unknown')}\r\n"
        return f"{status}{lines}\r\n".encode("iso-8859-1")


@functools.lru_cache(maxsize=4)
def _http_date(seconds: int) -> str:
    return formatdate(seconds, usegmt=True)


def _plain(status: HTTPStatus) -> Reply:
    return Reply(status, status.phrase.encode(), HTML)
