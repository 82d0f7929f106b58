"""A reply of the server, and what its status and body mean."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from rcaudit.errors import (
    AuthenticationError,
    ForbiddenError,
    InvalidReplyError,
    NotFoundError,
    NotRocketChatError,
    RedirectError,
    RequestRejectedError,
    UnreachableError,
)

TOO_MANY_REQUESTS = HTTPStatus.TOO_MANY_REQUESTS.value
_CODE = re.compile(r"\[([a-z-]{1,60})\]\s*\Z")
_REASON = re.compile(r"[a-z]+(-[a-z]+){1,6}")
"""The server's own codes, as in `invalid-params`; nothing else of a body is shown."""
_GONE = "The integration does not exist"
_REFUSALS = frozenset({"unauthorized", "not-authorized", "error-unauthorized", "error-forbidden"})


@dataclass(frozen=True)
class Reply:
    """A reply as it came: status, headers, body, and when its call was sent and it was read.

    The times are monotonic seconds.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    sent: float
    received: float

    @property
    def text(self) -> str:
        """The body as text; bytes that are no UTF-8 become replacement characters."""
        return self.content.decode("utf-8", "replace")

    @property
    def is_page(self) -> bool:
        """Whether the body is a web page."""
        return self.content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_reply(reply: Reply, expect: Mapping[str, type], *, is_known: bool) -> dict[str, Any]:
    """Return the reply's JSON object, or raise what its status means.

    Args:
        reply: What came back.
        expect: Members that the object must have, and their types.
        is_known: Whether this server has answered as a Rocket.Chat server before.

    Raises:
        AuthenticationError: 401.
        ForbiddenError: 403, or a 400 that means it.
        NotFoundError: The integration does not exist.
        RequestRejectedError: Another 400, or a route that this server does not have.
        RedirectError: 3xx.
        NotRocketChatError: A web page or a 404 from a server not known to be Rocket.Chat.
        InvalidReplyError: No JSON, or another shape.
        UnreachableError: 5xx.
    """
    status = reply.status
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise UnreachableError(
            f"{reply.url} answers {status}: the server or its proxy is down. Try again later."
        )
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise RedirectError(_describe_redirect(reply))
    if reply.is_page:
        raise _page(reply, is_known=is_known)
    if status >= HTTPStatus.BAD_REQUEST:
        raise _refusal(reply, is_known=is_known)
    return _read_object(reply, expect)


def _page(reply: Reply, *, is_known: bool) -> Exception:
    what = "a web page" if reply.status == HTTPStatus.OK else f"{reply.status} and a web page"
    if not is_known:
        return NotRocketChatError(_describe_stranger(reply, what))
    return InvalidReplyError(
        f"{reply.url} answers with {what}: that is not the workspace but something before it, "
        "a proxy or a firewall. Ask who runs it, or try again later."
    )


def _refusal(reply: Reply, *, is_known: bool) -> Exception:
    body = _read_json(reply) if reply.content[:1] == b"{" else {}
    error = str(body.get("error", ""))
    code = str(body.get("errorType") or _last_code(error) or error)
    if reply.status == HTTPStatus.UNAUTHORIZED:
        return AuthenticationError(
            f"{reply.url}: the workspace does not accept this token for this user id. The user id "
            "is shown with the token when it is made; a token can also have been revoked."
        )
    if reply.status == HTTPStatus.FORBIDDEN or code in _REFUSALS:
        return ForbiddenError(
            f"{reply.url}: the account lacks the permission for this. Integrations need "
            "manage-incoming-integrations and manage-outgoing-integrations: an administrator "
            "gives them to one of the account's roles."
        )
    if error.startswith(_GONE):
        return NotFoundError(f"{reply.url}: the integration does not exist.")
    if reply.status == HTTPStatus.NOT_FOUND and not is_known:
        return NotRocketChatError(_describe_stranger(reply, "404"))
    reason = code if _REASON.fullmatch(code) else "no reason given"
    return RequestRejectedError(
        f"{reply.url} answers {reply.status} ({reason}): this server takes the call differently. "
        "Is its version supported, and is a proxy between that changes calls?"
    )


def _last_code(error: str) -> str | None:
    found = _CODE.search(error)
    return found.group(1) if found else None


def _read_object(reply: Reply, expect: Mapping[str, type]) -> dict[str, Any]:
    body = _read_json(reply)
    for name, kind in expect.items():
        if not isinstance(body.get(name), kind):
            raise InvalidReplyError(
                f"{reply.url}: the reply has no {name!r} as the API promises. Is something "
                "between here and the workspace changing replies?"
            )
    return body


def _read_json(reply: Reply) -> dict[str, Any]:
    try:
        body = json.loads(reply.content)
    except (ValueError, RecursionError) as error:
        raise InvalidReplyError(
            f"{reply.url}: the reply is no JSON ({type(error).__name__}). Is something between "
            "here and the workspace changing replies?"
        ) from None
    if not isinstance(body, dict):
        raise InvalidReplyError(
            f"{reply.url}: the reply is JSON, but no object. Is something between here and the "
            "workspace changing replies?"
        )
    return body


def _describe_redirect(reply: Reply) -> str:
    return (
        f"{reply.url} redirects to {_describe_target(reply.headers.get('Location', ''))}. "
        "Credentials are never sent along: if that is the workspace, set its URL, without "
        "/api and what follows."
    )


def _describe_target(location: str) -> str:
    # Its query and userinfo are not shown: proxies put session tokens there.
    try:
        target = urlsplit(location)
        host, port = target.hostname, f":{target.port}" if target.port else ""
    except ValueError:
        return "an address that is none"
    host = f"[{host}]" if ":" in (host or "") else host
    return f"{target.scheme}://{host}{port}{target.path}" if host else target.path or "nowhere"


def _describe_stranger(reply: Reply, what: str) -> str:
    return (
        f"{reply.url} answers with {what}: there is no Rocket.Chat API. Check the URL: it is what "
        "a browser shows for the workspace's start page, with the path prefix if there is one."
    )
