"""One read-only HTTP session: what goes out is a GET, what comes back is bounded."""

import ssl
import time
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn
from urllib.parse import urlencode

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict

from rcaudit.errors import ConfigError, InvalidReplyError, TLSError, UnreachableError
from rcaudit.snapshot.manifest import tool_version
from rcaudit.workspace.profile import Profile
from rcaudit.workspace.reply import Reply

_CHUNK = 64 * 1024
_READ_TIMEOUTS_A_REPLY = 10
"""A reply may take this many times the read timeout as a whole, however slowly it drips."""


class ReadOnlySession(requests.Session):
    """A session that sends nothing but GET and follows no redirect."""

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send a GET.

        Raises:
            ConfigError: The request has another verb.
        """
        if request.method != "GET":
            raise ConfigError(f"rcaudit only reads: {request.method} is refused.")
        return super().send(request, **kwargs | {"allow_redirects": False})


class Transport:
    """Sends calls to one workspace and reads their replies.

    Args:
        profile: The workspace and the account.
        session: A session to use in place of an own one, for proxies or adapters of the caller's.
    """

    def __init__(self, profile: Profile, session: requests.Session | None = None) -> None:
        self._profile = profile
        self._session = session or _make_session(profile)
        self._is_own = session is None
        # Working out proxies and certificates from the environment costs as much as a call.
        verify = str(profile.ca_bundle) if profile.ca_bundle else None
        self._settings: dict[str, Any] = self._session.merge_environment_settings(
            profile.url, {}, True, verify, None
        ) | {"timeout": (profile.connect_timeout, profile.read_timeout), "allow_redirects": False}

    def close(self) -> None:
        """Close the session, unless it is the caller's."""
        if self._is_own:
            self._session.close()

    def get(self, path: str, params: Mapping[str, str | int]) -> Reply:
        """Send one GET and read the whole reply.

        Raises:
            UnreachableError: Nothing usable came back.
            TLSError: The certificate cannot be verified.
            InvalidReplyError: The reply is larger than the profile allows.
        """
        url = f"{self._profile.url}{path}"
        sent = time.monotonic()
        try:
            response = self._session.send(
                self._prepare(f"{url}?{urlencode(params)}" if params else url), **self._settings
            )
            with response:
                content = b"".join(self._read(response, url))
        except (requests.RequestException, OSError) as error:
            _raise_for(_without_frames(error), url)
        received = time.monotonic()
        return Reply(url, response.status_code, response.headers, content, sent, received)

    def _prepare(self, url: str) -> requests.PreparedRequest:
        # Built by hand: `Request.prepare` would look into ~/.netrc and cookies, and is slow.
        prepared = requests.PreparedRequest()
        prepared.method = "GET"
        prepared.url = url
        prepared.headers = CaseInsensitiveDict(
            {
                "User-Agent": f"rcaudit/{_VERSION}",
                "Accept": "application/json",
                "Accept-Encoding": "gzip, deflate",
                "X-Auth-Token": self._profile.token.reveal(),
                "X-User-Id": self._profile.user_id,
            }
        )
        prepared.hooks = {"response": []}
        return prepared

    def _read(self, response: requests.Response, url: str) -> Iterator[bytes]:
        deadline = time.monotonic() + _READ_TIMEOUTS_A_REPLY * self._profile.read_timeout
        size = 0
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            size += len(chunk)
            if size > self._profile.largest_reply:
                raise InvalidReplyError(
                    f"{url}: the reply is larger than {self._profile.largest_reply} bytes. "
                    "Raise largest_reply in the profile if the workspace is that large."
                )
            if time.monotonic() > deadline:
                raise UnreachableError(f"{url}: the reply came too slowly and was given up.")
            yield chunk


_VERSION = tool_version()


def _make_session(profile: Profile) -> requests.Session:
    session = ReadOnlySession()
    # One connection more than workers: the list is read while integrations are asked for.
    adapter = HTTPAdapter(pool_connections=1, pool_maxsize=profile.workers + 1, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _without_frames(error: BaseException) -> BaseException:
    # The frames of requests and urllib3 hold the headers, and tracebacks may show local variables.
    link: BaseException | None = error
    while link is not None:
        link.__traceback__ = None
        link = link.__cause__ or link.__context__
    return error


def _raise_for(error: BaseException, url: str) -> NoReturn:
    problem = _certificate_problem(error)
    if problem is not None:
        raise TLSError(
            f"{url}: the server's certificate cannot be trusted: {problem}. If your organisation "
            "has its own authority, name its file as ca_bundle in the profile."
        ) from error
    raise UnreachableError(f"{url} cannot be reached: {_reason(error)}.") from error


def _chain(error: BaseException) -> Iterator[BaseException]:
    # requests and urllib3 put the cause into `args` and `reason` as often as into `__cause__`.
    pending, seen = [error], set()
    while pending:
        link = pending.pop()
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        nested = (*link.args, getattr(link, "reason", None), link.__cause__, link.__context__)
        pending += [item for item in nested if isinstance(item, BaseException)]


def _certificate_problem(error: BaseException) -> str | None:
    for link in _chain(error):
        if isinstance(link, ssl.SSLCertVerificationError):
            return link.verify_message
        if isinstance(link, ssl.SSLError):
            return (link.reason or "TLS failed").replace("_", " ").lower()
    return None


def _reason(error: BaseException) -> str:
    links = list(_chain(error))
    for link in links:
        if isinstance(link, requests.exceptions.ProxyError):
            return "the proxy does not answer (HTTPS_PROXY, HTTP_PROXY, NO_PROXY)"
    for link in links:
        if isinstance(link, OSError) and link.strerror:
            return link.strerror
    if any(isinstance(link, requests.Timeout) for link in links):
        return "no answer in time"
    return "the connection was closed"
