"""What is between a caller and a good answer: proxies, other servers, broken bodies."""

import dataclasses
import random
from collections.abc import Mapping

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.replies import HANG_UP, Reply, html_reply, json_reply

_TITLES = {502: "502 Bad Gateway", 503: "503 Service Unavailable", 504: "504 Gateway Time-out"}
_GARBAGE = b'{"integration":{"_id":'


def intercept(
    behaviour: Behaviour, route: str, params: Mapping[str, str], number: int, draw: random.Random
) -> Reply | None:
    """Return the reply to a call that never reaches the workspace, or None where it does.

    `number` counts the calls from 0.
    """
    if behaviour.redirect_to is not None:
        location = ("Location", behaviour.redirect_to)
        return html_reply(behaviour.redirect_status, "Moved", (location,))
    if behaviour.html is not None:
        return html_reply(behaviour.html, "Welcome to our website")
    if draw.random() < behaviour.reset_rate:
        return HANG_UP
    if number < behaviour.fail_first or draw.random() < behaviour.fail_rate:
        return _proxy_error(behaviour.fail_status)
    if route == "integrations.get" and params.get("integrationId") in behaviour.fail_ids:
        return _proxy_error(503)
    return None


def spoil(behaviour: Behaviour, route: str, params: Mapping[str, str], reply: Reply) -> Reply:
    """Return the reply with the body that is to stand in the place of a good one."""
    if reply.status != 200:  # noqa: PLR2004 - HTTP's own number
        return reply
    if route in behaviour.misshapen:
        return dataclasses.replace(reply, body=json_reply(behaviour.misshapen[route]).body)
    if route == "integrations.get" and params.get("integrationId") in behaviour.garbage_ids:
        return dataclasses.replace(reply, body=_GARBAGE)
    return reply


def _proxy_error(status: int) -> Reply:
    return html_reply(status, _TITLES.get(status, f"{status} Error"))
