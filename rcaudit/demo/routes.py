"""The API methods of the demo server, and the parameters that each takes."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.live import LiveWorkspace
from rcaudit.demo.model import Document
from rcaudit.demo.paging import PAGE_PARAMETERS, page
from rcaudit.demo.permissions import (
    MANAGE_FULL,
    MANAGE_OWN,
    VIEW_STATISTICS,
    VIEW_USERS,
    Caller,
    may_manage,
    visible,
)
from rcaudit.demo.replies import (
    ReplyError,
    bad_parameters,
    failure,
    integration_gone,
    not_manageable,
    not_permitted,
)

STRICT_VERSION = "9.0.0"


@dataclass(frozen=True)
class Request:
    """A call that has passed sign-in, rate limit and the check of its parameters."""

    live: LiveWorkspace
    behaviour: Behaviour
    caller: Caller
    params: Mapping[str, str]
    draw: random.Random


@dataclass(frozen=True)
class Route:
    """An API method.

    Attributes:
        respond: Gives the content of the reply, or raises a ReplyError.
        parameters: What it takes.
        required: The parameter that it cannot do without.
        ignored: What it takes without effect before 9.0; None stands for anything.
        is_public: Whether it answers without sign-in.
    """

    respond: Callable[[Request], dict[str, object]]
    parameters: frozenset[str] = frozenset()
    required: str | None = None
    ignored: frozenset[str] | None = None
    is_public: bool = False

    def complaint(self, params: Mapping[str, str], *, is_strict: bool) -> str | None:
        """Return what the method's schema has against the parameters, if anything."""
        if self.required and self.required not in params:
            return f"must have required property '{self.required}'"
        undefined = params.keys() - self.parameters
        if not is_strict:
            undefined = set() if self.ignored is None else undefined - self.ignored
        return "must NOT have additional properties" if undefined else None


def _info(request: Request) -> dict[str, object]:
    version = STRICT_VERSION if request.behaviour.strict else request.live.version
    if VIEW_STATISTICS in request.caller.permissions:
        return {"version": version, "info": {"version": version}}
    return {"version": version.rpartition(".")[0]}


def _me(request: Request) -> dict[str, object]:
    return dict(request.caller.user)


def _permissions(request: Request) -> dict[str, object]:
    return {"update": request.live.permissions, "remove": []}


def _users(request: Request) -> dict[str, object]:
    _need(request, VIEW_USERS)
    users = request.live.users
    return page(
        "users", users, request.params, request.behaviour, request.draw, {"username": 1, "_id": 1}
    )


def _user(request: Request) -> dict[str, object]:
    wanted = [(key, request.params[key]) for key in ("userId", "username") if key in request.params]
    if not wanted:
        raise ReplyError(bad_parameters("must have required property 'userId'"))
    name, value = wanted[0]
    field = "_id" if name == "userId" else name
    for user in request.live.users:
        if user[field] == value:
            return {"user": user}
    raise ReplyError(failure("User not found."))


def _statistics(request: Request) -> dict[str, object]:
    _need(request, VIEW_STATISTICS)
    stale = 0 if request.params.get("refresh") == "true" else request.behaviour.statistics_offset
    documents = request.live.documents()
    incoming = [document for document in documents if document.get("type") == "webhook-incoming"]
    outgoing = [document for document in documents if document.get("type") == "webhook-outgoing"]
    return {
        "totalUsers": len(request.live.users),
        "activeUsers": sum(user.get("active", True) for user in request.live.users),
        "integrations": {
            "totalIntegrations": len(documents) + stale,
            "totalIncoming": len(incoming),
            "totalIncomingActive": _count(incoming, "enabled"),
            "totalOutgoing": len(outgoing) + stale,
            "totalOutgoingActive": _count(outgoing, "enabled"),
            "totalWithScriptEnabled": _count([*incoming, *outgoing], "scriptEnabled"),
        },
    }


def _integrations(request: Request) -> dict[str, object]:
    _need(request, *MANAGE_FULL, *MANAGE_OWN)
    documents = visible(request.live.documents(), request.caller)
    name, kind = request.params.get("name", "").lower(), request.params.get("type")
    if name:
        documents = [entry for entry in documents if name in str(entry.get("name", "")).lower()]
    if kind:
        documents = [entry for entry in documents if entry.get("type") == kind]
    # The server's default: a field that no integration has, so that the order is undefined.
    sort = {"ts": -1}
    return page("integrations", documents, request.params, request.behaviour, request.draw, sort)


def _integration(request: Request) -> dict[str, object]:
    wanted, behaviour = request.params["integrationId"], request.behaviour
    document = None if wanted in behaviour.vanish_ids else request.live.find(wanted)
    creator = request.params.get("createdBy")
    if document is None or (creator and creator != (document.get("_createdBy") or {}).get("_id")):
        raise ReplyError(integration_gone())
    if wanted in behaviour.forbidden_ids or not may_manage(document, request.caller):
        raise ReplyError(not_manageable(behaviour))
    if behaviour.list_differs and document.get("script", "") is None:
        document = {**document, "script": ""}
    return {"integration": document}


def _history(request: Request) -> dict[str, object]:
    _need(request, "manage-outgoing-integrations", "manage-own-outgoing-integrations")
    document = request.live.find(request.params["id"])
    entries: list[Document] = []
    if (
        document
        and document.get("type") == "webhook-outgoing"
        and may_manage(document, request.caller)
    ):
        entries = request.live.history.get(document["_id"], [])
    sort = {"_updatedAt": -1}
    return page("history", entries, request.params, request.behaviour, request.draw, sort)


def _need(request: Request, *any_of: str) -> None:
    if request.caller.permissions.isdisjoint(any_of):
        raise ReplyError(not_permitted(request.behaviour))


def _count(documents: list[Document], field: str) -> int:
    return sum(document.get(field) in (True, "true") for document in documents)


ROUTES = {
    "/api/info": Route(_info, is_public=True),
    "/api/v1/me": Route(_me),
    "/api/v1/permissions.listAll": Route(_permissions),
    "/api/v1/users.list": Route(_users, PAGE_PARAMETERS),
    "/api/v1/users.info": Route(_user, frozenset({"userId", "username"})),
    "/api/v1/statistics": Route(_statistics, frozenset({"refresh"})),
    "/api/v1/integrations.list": Route(
        _integrations, PAGE_PARAMETERS | {"name", "type"}, ignored=frozenset({"query"})
    ),
    "/api/v1/integrations.get": Route(
        _integration, frozenset({"integrationId", "createdBy"}), "integrationId", frozenset()
    ),
    "/api/v1/integrations.history": Route(
        _history, PAGE_PARAMETERS | {"id"}, "id", frozenset({"query"})
    ),
}
