"""One read-only session with a workspace: get() and paginate()."""

import threading
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType, TracebackType
from typing import Any, NamedTuple, Self

import requests
from urllib3.exceptions import MaxRetryError
from urllib3.util import Retry

from rcaudit.errors import RateLimitError, StoppedError, TLSError, UnreachableError
from rcaudit.workspace.limiter import Limiter
from rcaudit.workspace.profile import Profile
from rcaudit.workspace.reply import TOO_MANY_REQUESTS, Reply, read_reply
from rcaudit.workspace.transport import Transport

PAGE_SIZE = 100
_LONGEST_BACKOFF = 30.0
_MOST_REFUSALS = 10
_BY_ID = '{"_id":1}'
_ANYTHING: Mapping[str, type] = MappingProxyType({})


class Page(NamedTuple):
    """A page of a list: its items, and how many the server says there are in all."""

    items: list[Any]
    total: int


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
        retry = Retry(
            total=self.profile.retries,
            backoff_factor=self.profile.backoff,
            backoff_jitter=self.profile.backoff / 2,
            backoff_max=_LONGEST_BACKOFF,
        )
        while True:
            try:
                reply = self._pass(route, params)
                body = read_reply(reply, expect, is_known=self._is_known)
            except (TLSError, RateLimitError):
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

    def paginate(
        self, route: str, key: str, params: Mapping[str, str | int] = MappingProxyType({})
    ) -> Iterator[Page]:
        """Go through a list, a page at a time, sorted by id.

        Pages advance by what came: a server that caps pages loses nothing.

        Args:
            route: As in `integrations.list`.
            key: The member of the reply that holds the items.
            params: What to ask for besides `count`, `offset` and `sort`.

        Raises:
            WorkspaceError: As `get`.
        """
        offset = 0
        while True:
            query = {**params, "count": PAGE_SIZE, "offset": offset, "sort": _BY_ID}
            body = self.get(route, query, expect={key: list, "total": int})
            page = Page(body[key], body["total"])
            yield page
            offset += len(page.items)
            if not page.items or offset >= page.total:
                return

    def _pass(self, route: str, params: Mapping[str, str | int]) -> Reply:
        """Send the call until it is not refused for its rate."""
        path = route if route.startswith("/") else f"/api/v1/{route}"
        for _ in range(_MOST_REFUSALS):
            self.limiter.acquire(route)
            reply = None
            try:
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
