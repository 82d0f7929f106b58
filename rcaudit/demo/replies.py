"""The server's replies: bodies and statuses, as its versions word them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.ratelimit import Turn

JSON = "application/json"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """A reply before it is put on the wire."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()


class ReplyError(Exception):
    """A call ends here, with this reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


HANG_UP = Reply(status=0, body=b"")
"""Stands for no reply at all: the connection is closed."""


def json_reply(content: object, status: int = 200) -> Reply:
    """Return a reply with a JSON body."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # Half a surrogate pair is legal in JSON but not in UTF-8: its escape is the same in both.
    return Reply(status, text.encode("utf-8", errors="backslashreplace"))


def html_reply(status: int, title: str, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """Return a web page, as proxies and other servers send it."""
    page = (
        f"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body>{title}</body></html>\n"
    )
    return Reply(status, page.encode(), HTML, headers)


def success(content: Mapping[str, object]) -> Reply:
    """Return a reply to a call that went well."""
    return json_reply({**content, "success": True})


def failure(error: str, status: int = 400, error_type: str | None = None) -> Reply:
    """Return a reply to a call that did not go well; the type is also put behind the message."""
    if error_type is None:
        return json_reply({"success": False, "error": error}, status)
    text = f"{error} [{error_type}]"
    return json_reply({"success": False, "error": text, "errorType": error_type}, status)


def not_signed_in(behaviour: Behaviour) -> Reply:
    """Return the 401 for a wrong token or user id; newer servers repeat the message as error."""
    message = "You must be logged in to do this."
    content: dict[str, object] = {"status": "error", "message": message}
    if not behaviour.old_errors:
        content |= {"success": False, "error": message}
    return json_reply(content, 401)


def not_permitted(behaviour: Behaviour) -> Reply:
    """Return the 403 for a call that the caller may not make at all."""
    error = "User does not have the permissions required for this action"
    if behaviour.strict:
        return failure(error, 403, "error-forbidden")
    if behaviour.old_errors:
        return failure("unauthorized", 403)
    return failure(f"{error} [error-unauthorized]", 403)


def not_manageable(behaviour: Behaviour) -> Reply:
    """Return the reply for an integration that the caller may not manage: a 400 before 9.0."""
    if behaviour.strict:
        return failure("not-authorized", 403, "error-forbidden")
    return failure("not-authorized")


def integration_gone() -> Reply:
    """Return the reply for an integration that is not there; the wording is the server's."""
    return failure("The integration does not exists.")


def bad_parameters(complaint: str) -> Reply:
    """Return the reply for parameters that the route's schema does not allow."""
    return failure(complaint, error_type="invalid-params")


def too_many_calls(turn: Turn) -> Reply:
    """Return the 429 of the rate limit, which names the wait in its text only."""
    return failure(
        "Error, too many requests. Please slow down. "
        f"You must wait {turn.wait} seconds before trying this endpoint again. "
        "[error-too-many-requests]",
        429,
    )
