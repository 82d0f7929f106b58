"""How calls reach the network: a GET and nothing else, and a reply that has to end in time."""

import http.client
import io
import math
import socket
import time
from functools import cache
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter

from rcaudit.errors import ConfigError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

TIMEOUTS_A_REPLY = 10
"""A reply may take this many times the timeout of a single read, however slowly it drips."""


class SlowReplyError(Exception):
    """A reply has not come to its end after so many seconds.

    It is no `OSError`: urllib3 would take that for a broken connection.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class ReadOnlyAdapter(HTTPAdapter):
    """An adapter that sends nothing but GET, and bounds the time of a whole reply.

    A timeout of requests is one of each read: a server or a proxy that sends a byte now and then,
    in the headers or between the parts of a body, never runs into it.
    """

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Send a GET.

        Raises:
            ConfigError: The request has another verb.
            SlowReplyError: The headers are not there in time; reading the body may raise it, too.
        """
        if request.method != "GET":
            raise ConfigError(f"rcaudit only reads: {request.method} is refused.")
        return super().send(request, *args, **kwargs)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """Return the pool of connections for a request, direct or through a proxy."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = _bounded(type(pool).ConnectionCls)
        return pool


@cache
def _bounded(connection: type[Any]) -> type[Any]:
    return type(connection.__name__, (connection,), {"response_class": _BoundedResponse})


class _BoundedResponse(http.client.HTTPResponse):
    """A reply whose every read from the socket first looks at the time."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        seconds = TIMEOUTS_A_REPLY * (sock.gettimeout() or math.inf)
        self.fp = io.BufferedReader(_BoundedReader(self.fp.detach(), seconds))


class _BoundedReader(io.RawIOBase):
    """What a socket gives within so many seconds."""

    def __init__(self, raw: io.RawIOBase, seconds: float) -> None:
        self._raw = raw
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        if time.monotonic() > self._end:
            raise SlowReplyError(self._seconds)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
