"""A server that sends bytes as they are, for replies that no sound server gives."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Self

Sent = bytes | Iterable[bytes | float]


def reply(body: bytes = b"", *headers: str, status: str = "200 OK", length: int = -1) -> bytes:
    """Return a reply with these headers; `length` is what it claims to have."""
    size = len(body) if length < 0 else length
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {size}", *headers, "", ""]
    return "\r\n".join(lines).encode("iso-8859-1") + body


class RawServer:
    """Answers the calls one after the other with what it was given; the last one stays.

    Bytes are sent as they are, and a float among them is a pause in seconds.
    """

    def __init__(self, *answers: Sent) -> None:
        self.requests: list[bytes] = []
        self.connections: list[socket.socket] = []
        self._answers = list(answers)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            while request := _read_head(connection):
                self.requests.append(request)
                answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
                for part in [answer] if isinstance(answer, bytes) else answer:
                    if isinstance(part, float):
                        time.sleep(part)
                    else:
                        connection.sendall(part)
                if not isinstance(answer, bytes):
                    return


def _read_head(connection: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        part = connection.recv(65536)
        if not part:
            return b""
        head += part
    return head
