"""One read-only session with a workspace: get() and paginate()."""

import threading
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType, TracebackType
from typing import Any, NamedTuple, Self

import requests
from urllib3.exceptions import MaxRetryError
from urllib3.util import Retry

from rcaudit.errors import (
    RateLimitError,
    RcauditError,
    ReplyTooLongError,
    StoppedError,
    TLSError,
    UnreachableError,
)
from rcaudit.workspace.limiter import Limiter
from rcaudit.workspace.profile import Profile
from rcaudit.workspace.reply import TOO_MANY_REQUESTS, Reply, read_reply
from rcaudit.workspace.tracebacks import without_frames
from rcaudit.workspace.transport import Transport

PAGE_SIZE = 100
_LONGEST_BACKOFF = 30.0
_MOST_REFUSALS = 10
_BY_ID = '{"_id":1}'
_INFO = "/api/info"
_ANYTHING: Mapping[str, type] = MappingProxyType({})


class Page(NamedTuple):
    """A page of a list.

    Attributes:
        items: What is on it and not on the page before.
        total: How many there are in all, as the server says.
        is_joined: Whether it follows on from the page before: False where the list has changed
            in between, so that some items may be on neither.
    """

    items: list[Any]
    total: int
    is_joined: bool = True


class Client:
    """Asks one workspace, and never changes it: the only verb is GET.

    Calls wait for the rate limit, and are tried again where that can help. A client may be used
    by several threads.

    Args:
        profile: The workspace and the account.
        session: A `requests.Session` to use in place of an own one.
        on_wait: Called with a route and seconds when a wait for the rate limit begins.
        stopped: Ends all waiting when set.
    """

    def __init__(
        self,
        profile: Profile,
        *,
        session: requests.Session | None = None,
        on_wait: Callable[[str, float], None] | None = None,
        stopped: threading.Event | None = None,
    ) -> None:
        self.profile = profile
        self._stopped = stopped or threading.Event()
        self._transport = Transport(profile, session)
        self.limiter = Limiter(profile.longest_wait, on_wait, self._stopped)
        self._slots = threading.BoundedSemaphore(profile.workers)
        self._is_known = False

    def __repr__(self) -> str:
        return f"<Client of {self.profile.workspace}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def get(
        self,
        route: str,
        params: Mapping[str, str | int] = MappingProxyType({}),
        *,
        expect: Mapping[str, type] = _ANYTHING,
    ) -> dict[str, Any]:
        """Ask for a route and return the reply's JSON object.

        Args:
            route: As in `integrations.get`; a path that begins with `/` is taken as it is.
            params: The query.
            expect: Members that the reply must have, and their types.

        Raises:
            AuthenticationError: The token or the user id is not accepted.
            ForbiddenError: The account lacks the permission.
            NotFoundError: The integration does not exist.
            RequestRejectedError: The server does not accept the parameters or has no such route.
            RedirectError: The workspace is elsewhere.
            NotRocketChatError: Something else answers there.
            UnreachableError: No usable answer after all retries; its subclasses say more.
        """
        try:
            return self._try_again_and_again(route, params, expect)
        except (RcauditError, KeyboardInterrupt) as error:
            without_frames(error)
            raise

    def paginate(
        self, route: str, key: str, params: Mapping[str, str | int] = MappingProxyType({})
    ) -> Iterator[Page]:
        """Go through a list, a page at a time, sorted by id.

        Pages advance by what came: a server that caps pages loses nothing. Each page begins with
        the last item of the one before, which shows whether items in front of it have gone.

        Args:
            route: As in `integrations.list`.
            key: The member of the reply that holds the items.
            params: What to ask for besides `count`, `offset` and `sort`.

        Raises:
            WorkspaceError: As `get`.
        """
        end, last_id, overlap = 0, None, 0
        while True:
            query = {**params, "count": PAGE_SIZE, "offset": end - overlap, "sort": _BY_ID}
            body = self.get(route, query, expect={key: list, "total": int})
            items, total = body[key], body["total"]
            is_joined = not overlap or (bool(items) and _id_of(items[0]) == last_id)
            yield Page(items[overlap if is_joined else 0 :], total, is_joined)
            reached = end - overlap + len(items)
            if reached <= end or reached >= total:
                return
            # A page of one would only show itself again.
            end, last_id, overlap = reached, _id_of(items[-1]), int(len(items) > 1)
            del body, items  # the frame of an error must not hold what is not redacted

    def certificate(self) -> dict[str, Any] | None:
        """Return the server's certificate, as `ssl.SSLSocket.getpeercert` does; None without TLS.

        Raises:
            UnreachableError: No connection; its subclasses say more.
        """
        self.limiter.acquire(_INFO)
        try:
            return self._transport.certificate(_INFO)
        finally:
            self.limiter.release(_INFO, None)

    def _try_again_and_again(
        self, route: str, params: Mapping[str, str | int], expect: Mapping[str, type]
    ) -> dict[str, Any]:
        retry = Retry(
            total=self.profile.retries,
            backoff_factor=self.profile.backoff,
            backoff_jitter=self.profile.backoff / 2,
            backoff_max=_LONGEST_BACKOFF,
        )
        while True:
            try:
                body = read_reply(self._pass(route, params), expect, is_known=self._is_known)
            except (TLSError, RateLimitError, ReplyTooLongError):
                raise
            except UnreachableError as error:
                try:
                    retry = retry.increment("GET", route, error=error)
                except MaxRetryError:
                    raise error from error.__cause__
                self._sleep(retry.get_backoff_time())
            else:
                self._is_known = True
                return body

    def _pass(self, route: str, params: Mapping[str, str | int]) -> Reply:
        """Send the call until it is not refused for its rate."""
        path = route if route.startswith("/") else f"/api/v1/{route}"
        for _ in range(_MOST_REFUSALS):
            self.limiter.acquire(route)
            reply = None
            try:
                with self._slots:
                    reply = self._transport.get(path, params)
            finally:
                self.limiter.release(route, reply)
            if reply.status != TOO_MANY_REQUESTS:
                return reply
        raise RateLimitError(
            f"{route}: refused {_MOST_REFUSALS} times in a row for calling too often, after "
            "waiting as the server said. Is somebody else using up the limit from this address?"
        )

    def _sleep(self, seconds: float) -> None:
        if self._stopped.wait(seconds):
            raise StoppedError("The run was stopped.")


def _id_of(item: Any) -> Any:
    return item.get("_id") if isinstance(item, dict) else None
