"""From a call to its reply: the order in which the server checks things."""

import dataclasses
import itertools
import random
import time
from collections.abc import Mapping
from urllib.parse import parse_qsl

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.calls import Call, CallLog
from rcaudit.demo.faults import intercept, spoil
from rcaudit.demo.live import LiveWorkspace
from rcaudit.demo.permissions import BYPASS_LIMIT, Caller
from rcaudit.demo.ratelimit import RateLimiter, Turn
from rcaudit.demo.replies import (
    Reply,
    ReplyError,
    bad_parameters,
    failure,
    not_signed_in,
    success,
    too_many_calls,
)
from rcaudit.demo.routes import ROUTES, Request

_NO_ONE = Caller({"_id": ""}, frozenset())


class Service:
    """Answers calls; may be asked by many threads at once."""

    def __init__(self, live: LiveWorkspace, behaviour: Behaviour) -> None:
        self.live = live
        self.behaviour = behaviour
        self.calls = CallLog()
        self._limiter = RateLimiter()
        self._draw = random.Random(behaviour.seed)  # noqa: S311 - chance is to be repeatable here
        self._numbers = itertools.count()
        self._epoch = time.time() - time.monotonic()

    def answer(self, verb: str, target: str, fields: Mapping[str, str], address: str) -> Reply:
        """Return the reply to a call.

        Args:
            verb: The HTTP verb; only GET is served.
            target: Path and query.
            fields: The header fields, by their names in small letters.
            address: Where the call comes from.
        """
        arrived, behaviour = time.monotonic(), self.behaviour
        path, _, query = target.partition("?")
        params = dict(parse_qsl(query, keep_blank_values=True))
        route = path.removeprefix("/api/v1/").removeprefix("/api/") if path in ROUTES else path
        reply = intercept(behaviour, route, params, next(self._numbers), self._draw)
        if reply is None and verb != "GET":
            reply = failure("Method Not Allowed", 405)
        if reply is None:
            reply = self._serve(behaviour, path, params, fields, address)
            reply = spoil(behaviour, route, params, reply)
        self.calls.add(Call(verb, route, params, reply.status, arrived))
        return reply

    def _serve(
        self,
        behaviour: Behaviour,
        path: str,
        params: Mapping[str, str],
        fields: Mapping[str, str],
        address: str,
    ) -> Reply:
        route = ROUTES.get(path)
        if route is None:
            return failure("API endpoint not found", 404)
        caller = self.live.caller(fields.get("x-user-id"), fields.get("x-auth-token"))
        if caller is None and not route.is_public:
            return not_signed_in(behaviour)
        turn = self._turn(behaviour, path, address, caller)
        if turn and turn.is_refused:
            return _with_limit(too_many_calls(turn), turn)
        complaint = route.complaint(params, is_strict=behaviour.strict)
        if complaint:
            return _with_limit(bad_parameters(complaint), turn)
        request = Request(self.live, behaviour, caller or _NO_ONE, params, self._draw)
        try:
            reply = success(route.respond(request))
        except ReplyError as error:
            reply = error.reply
        return _with_limit(reply, turn)

    def _turn(
        self, behaviour: Behaviour, path: str, address: str, caller: Caller | None
    ) -> Turn | None:
        """Return what the rate limit says, or None where the caller is not subject to it."""
        is_exempt = caller is not None and BYPASS_LIMIT in caller.permissions
        if behaviour.limit is None or (is_exempt and not behaviour.limit_everyone):
            return None
        now = self._epoch + time.monotonic() + behaviour.clock_skew
        return self._limiter.take(path, address, now, behaviour.limit, behaviour.window)


def _with_limit(reply: Reply, turn: Turn | None) -> Reply:
    if turn is None:
        return reply
    headers = (
        ("X-RateLimit-Limit", str(turn.limit)),
        ("X-RateLimit-Remaining", str(turn.remaining)),
        ("X-RateLimit-Reset", str(round(turn.ends_at * 1000))),
    )
    return dataclasses.replace(reply, headers=headers)
