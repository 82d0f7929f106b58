"""One session with a workspace: calls go out with the credentials, replies come back bounded."""

import ssl
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError

from rcaudit.errors import ConfigError, ReplyTooLongError
from rcaudit.snapshot.manifest import tool_version
from rcaudit.workspace.adapter import TIMEOUTS_A_REPLY, ReadOnlyAdapter, SlowReplyError
from rcaudit.workspace.failures import raise_failure
from rcaudit.workspace.profile import Profile, is_loopback
from rcaudit.workspace.reply import Reply

_CHUNK = 64 * 1024
_FAILURES = (requests.RequestException, HTTPError, OSError, SlowReplyError)


class Transport:
    """Sends calls to one workspace and reads their replies.

    Requests go to the session's adapters, past the session itself: it would follow redirects or
    read their bodies whole, keep cookies, look into ~/.netrc, and work out proxies for each call.

    Args:
        profile: The workspace and the account.
        session: A session whose adapters, headers, proxies and certificates are used in place of
            an own one's.

    Raises:
        ConfigError: The certificates to trust cannot be read, or the session trusts anybody.
    """

    def __init__(self, profile: Profile, session: requests.Session | None = None) -> None:
        self._profile = profile
        self._session = session or _make_session(profile)
        self._is_own = session is None
        self._base = _encode(profile.url)
        self._extra_headers: dict[str, Any] = {} if session is None else dict(session.headers)
        # Working out proxies and certificates from the environment costs as much as a call.
        self._settings = _settle(profile, self._session)

    def close(self) -> None:
        """Close the session, unless it is the caller's."""
        if self._is_own:
            self._session.close()

    def get(self, path: str, params: Mapping[str, str | int]) -> Reply:
        """Send one GET and read the whole reply.

        Raises:
            UnreachableError: Nothing usable came back.
            TLSError: The certificate cannot be verified.
            ReplyTooLongError: The reply is larger than the profile allows, or takes too long.
        """
        url = f"{self._profile.url}{path}"
        sent = time.monotonic()
        try:
            with self._send(path, params) as response:
                content = b"".join(self._read(response, url))
        except _FAILURES as error:
            raise_failure(error, url)
        received = time.monotonic()
        return Reply(url, response.status_code, response.headers, content, sent, received)

    def certificate(self, path: str) -> dict[str, Any] | None:
        """Return the certificate that the server shows a GET of the path; None without TLS.

        Raises:
            UnreachableError: No connection.
            TLSError: The certificate cannot be verified.
        """
        try:
            with self._send(path, {}) as response:
                connection = getattr(response.raw, "connection", None)
                connection_socket = getattr(connection, "sock", None)
                if isinstance(connection_socket, ssl.SSLSocket):
                    return connection_socket.getpeercert()
                return None
        except _FAILURES as error:
            raise_failure(error, f"{self._profile.url}{path}")

    def _send(self, path: str, params: Mapping[str, str | int]) -> requests.Response:
        url = f"{self._base}{path}?{urlencode(params)}" if params else f"{self._base}{path}"
        request = requests.PreparedRequest()
        request.method = "GET"
        request.url = url
        request.hooks = {"response": []}
        request.headers = CaseInsensitiveDict(
            {
                **self._extra_headers,
                "User-Agent": f"rcaudit/{_VERSION}",
                "Accept": "application/json",
                "Accept-Encoding": "gzip, deflate",
                "X-Auth-Token": self._profile.token.reveal(),
                "X-User-Id": self._profile.user_id,
            }
        )
        return self._session.get_adapter(url).send(request, **self._settings)

    def _read(self, response: requests.Response, url: str) -> Iterator[bytes]:
        # The adapter looks at the time as well, but a session of the caller's has others.
        seconds = TIMEOUTS_A_REPLY * self._profile.read_timeout
        end = time.monotonic() + seconds
        size = 0
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            size += len(chunk)
            if size > self._profile.largest_reply:
                raise ReplyTooLongError(
                    f"{url}: the reply is larger than {self._profile.largest_reply} bytes. "
                    "Raise largest_reply in the profile if the workspace is that large."
                )
            if time.monotonic() > end:
                raise SlowReplyError(seconds)
            yield chunk


_VERSION = tool_version()


def _make_session(profile: Profile) -> requests.Session:
    session = requests.Session()
    adapter = ReadOnlyAdapter(pool_connections=1, pool_maxsize=profile.workers, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _encode(url: str) -> str:
    """Return the URL as it goes on the wire: an international host in ASCII, odd letters quoted."""
    request = requests.PreparedRequest()
    try:
        request.prepare_url(url, None)
    except (requests.RequestException, ValueError) as error:
        raise ConfigError(f"{url} is no URL that can be asked for.") from error
    return str(request.url).rstrip("/")


def _settle(profile: Profile, session: requests.Session) -> dict[str, Any]:
    """Return what each call is sent with: proxies, certificates and timeouts."""
    bundle = str(profile.ca_bundle) if profile.ca_bundle else None
    settings = session.merge_environment_settings(profile.url, {}, True, bundle, None)
    if is_loopback(urlsplit(profile.url).hostname or ""):
        # A proxy's loopback is another machine, which the token must not reach in cleartext.
        settings["proxies"] = dict(session.proxies)
    verify = settings["verify"]
    if not verify:
        raise ConfigError(
            "The session does not verify certificates, so anybody could read the token: "
            "leave its `verify` alone, and name your own authority as ca_bundle in the profile."
        )
    if isinstance(verify, str) and profile.url.startswith("https:"):
        _check_bundle(verify)
    return settings | {"timeout": (profile.connect_timeout, profile.read_timeout)}


def _check_bundle(bundle: str) -> None:
    is_folder = Path(bundle).is_dir()
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(
            cafile=None if is_folder else bundle, capath=bundle if is_folder else None
        )
    except OSError as error:
        raise ConfigError(
            f"Cannot take the certificates to trust from {bundle}: "
            f"{error.strerror or 'it holds none'}. It is named by ca_bundle in the profile, or by "
            "REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE in the environment."
        ) from error
