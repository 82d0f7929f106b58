"""What went wrong on the way to the workspace, in words."""

import ssl
from collections.abc import Iterator
from typing import NoReturn

import requests
from urllib3.exceptions import DecodeError, LocationValueError, ReadTimeoutError

from rcaudit.errors import ReplyTooLongError, TLSError, UnreachableError
from rcaudit.workspace.adapter import SlowReplyError
from rcaudit.workspace.tracebacks import without_frames

_TRUST = "If your organisation has its own authority, name its file as ca_bundle in the profile."
_RENEW = "It has to be renewed, unless the clock of this machine is wrong."
_RENAME = "Set the URL with the host name that the certificate is for."
# X509_V_ERR_…: not yet valid, expired, and another host's name or address.
_CURES = {9: _RENEW, 10: _RENEW, 62: _RENAME, 64: _RENAME}


def raise_failure(error: Exception, url: str) -> NoReturn:
    """Raise what an error of requests, urllib3 or the system means.

    Raises:
        ReplyTooLongError: The reply drips; trying again would take as long.
        TLSError: The certificate or the protocol is not to be trusted; trying again cannot help.
        UnreachableError: Anything else.
    """
    without_frames(error)
    if isinstance(error, SlowReplyError):
        raise ReplyTooLongError(
            f"{url}: the reply was not complete after {error.seconds:.0f} seconds and was given "
            "up. Raise read_timeout and connect_timeout in the profile if the connection is that "
            "slow."
        ) from error
    links = list(_chain(error))
    for link in links:
        if isinstance(link, ssl.SSLCertVerificationError):
            raise TLSError(
                f"{url}: the server's certificate cannot be trusted: "
                f"{link.verify_message.rstrip('.')}. {_CURES.get(link.verify_code, _TRUST)}"
            ) from error
        # A server that goes away in the middle is a failure like any other.
        if isinstance(link, ssl.SSLError) and not isinstance(link, ssl.SSLEOFError):
            problem = (link.reason or "no reason given").replace("_", " ").lower()
            raise TLSError(f"{url}: TLS failed: {problem}. Is it an https:// address?") from error
    raise UnreachableError(
        f"{url} cannot be reached: {_reason(links)}. Is the URL right, and is the server up?"
    ) from error


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


_REASONS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    (
        (requests.exceptions.ProxyError,),
        "the proxy does not let it through (HTTPS_PROXY, HTTP_PROXY, NO_PROXY)",
    ),
    ((requests.Timeout, ReadTimeoutError), "no answer in time"),
    ((LocationValueError,), "the host's name is not possible"),
    ((DecodeError,), "the reply's compression is broken"),
)


def _reason(links: list[BaseException]) -> str:
    for kinds, reason in _REASONS:
        if any(isinstance(link, kinds) for link in links):
            return reason
    for link in links:
        if isinstance(link, OSError) and link.strerror:
            return link.strerror
    return "the connection was closed"
