"""The demo server: a small Rocket.Chat workspace on loopback."""

import contextlib
import dataclasses
import functools
import socket
import ssl
import threading
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Self

from rcaudit.demo.accounts import account_token
from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.calls import CallLog
from rcaudit.demo.handler import DemoHandler
from rcaudit.demo.live import LiveWorkspace
from rcaudit.demo.model import DemoWorkspace, Document
from rcaudit.demo.service import Service
from rcaudit.errors import ConfigError

_HOST = "127.0.0.1"
_POLL = 0.02
_GRACE = 2.0


class DemoServer:
    """A workspace behind a real socket, for as long as the context lasts.

    It behaves as Rocket.Chat 8 does, or as its switches say. Every user of the workspace can
    sign in, and so can the built-in accounts: `auditor` (an administrator), `limited` (sees
    everything, but is subject to the rate limit), `own` (sees what it created), `incoming`
    (sees incoming integrations) and `nobody`.

    Args:
        workspace: What there is to see; it is copied.
        behaviour: The switches; `change` flips them later.
        port: Where to listen on 127.0.0.1; 0 takes any free port.
        certificate: Makes the server speak TLS.

    Raises:
        ConfigError: The port is taken, or not to be had.
    """

    def __init__(
        self,
        workspace: DemoWorkspace,
        behaviour: Behaviour | None = None,
        *,
        port: int = 0,
        certificate: ssl.SSLContext | None = None,
    ) -> None:
        self._live = LiveWorkspace(workspace)
        self._service = Service(self._live, behaviour or Behaviour())
        self._stopping = threading.Event()
        handler = functools.partial(DemoHandler, self._service, self._stopping)
        try:
            self._listener = _Listener((_HOST, port), handler)
        except (OSError, OverflowError) as error:
            raise ConfigError(
                f"cannot listen on {_HOST}, port {port}: {error}; choose another port, or 0 for any"
            ) from error
        self._listener.certificate = certificate
        self._thread = threading.Thread(
            target=self._listener.serve_forever, args=(_POLL,), name="rcaudit-demo", daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._listener.shutdown()
        self._listener.server_close()
        self._listener.hang_up()
        self._thread.join()

    @property
    def port(self) -> int:
        """The port on which the server listens."""
        return self._listener.server_port

    @property
    def url(self) -> str:
        """The workspace's URL, without a slash at its end."""
        scheme = "https" if self._listener.certificate else "http"
        return f"{scheme}://{_HOST}:{self.port}"

    @property
    def calls(self) -> CallLog:
        """The calls that the server received."""
        return self._service.calls

    @property
    def behaviour(self) -> Behaviour:
        """The switches as they are set now."""
        return self._service.behaviour

    @property
    def documents(self) -> tuple[Document, ...]:
        """The integrations as they are now, in the order of their ids."""
        return self._live.documents()

    def credentials(self, account: str = "auditor") -> tuple[str, str]:
        """Return the user id and the token of an account, by its username.

        Raises:
            KeyError: The workspace has no such user.
        """
        for user in self._live.users:
            if user["username"] == account:
                return str(user["_id"]), account_token(str(user["_id"]))
        raise KeyError(account)

    def change(self, **switches: Any) -> None:
        """Set switches of the behaviour, from the next call on."""
        self._service.behaviour = dataclasses.replace(self._service.behaviour, **switches)

    def add(self, document: Document) -> None:
        """Create an integration.

        Raises:
            ValueError: Its id is taken.
        """
        self._live.add(document)

    def replace(self, document: Document) -> None:
        """Exchange the integration that has the document's id.

        Raises:
            KeyError: There is no such integration.
        """
        self._live.replace(document)

    def remove(self, integration_id: str) -> None:
        """Delete an integration.

        Raises:
            KeyError: There is no such integration.
        """
        self._live.remove(integration_id)


class _Listener(ThreadingHTTPServer):
    """Accepts connections, each served by a daemon thread, and knows the open ones."""

    daemon_threads = True
    request_queue_size = 128
    certificate: ssl.SSLContext | None = None

    def __init__(self, *args: Any) -> None:
        self._open: set[socket.socket] = set()
        self._closed = threading.Condition()
        super().__init__(*args)

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # the nearer one asks the resolver for a name nobody reads
        self.server_name, self.server_port = _HOST, self.server_address[1]

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        if self.certificate:
            # The handshake is left to the connection's own thread: here it would hold up others.
            connection = self.certificate.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        with self._closed:
            self._open.add(connection)
        return connection, address

    def close_request(self, request: Any) -> None:
        super().close_request(request)
        with self._closed:
            self._open.discard(request)
            self._closed.notify_all()

    def hang_up(self) -> None:
        """End the open connections, and wait for their threads."""
        with self._closed:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    # Not the TLS socket's own method: it swaps state under the reading thread.
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)
            self._closed.wait_for(lambda: not self._open, timeout=_GRACE)
