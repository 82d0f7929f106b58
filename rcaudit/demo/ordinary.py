"""Integrations like many others, for workspaces of any size."""

import random
from collections.abc import Mapping
from typing import Any, TypeVar

from rcaudit.demo.addresses import ADDRESSES
from rcaudit.demo.departments import DEPARTMENTS
from rcaudit.demo.script_table import (
    DRIFTING_SCRIPTS,
    SCRIPTS,
    Direction,
    ScriptText,
    drifted,
    read_script,
    with_comment,
)
from rcaudit.demo.special.case import Case, Deliveries

_T = TypeVar("_T")
_SCRIPTED_SHARE = 0.45
_DISABLED_SHARE = 0.25
_ODD_ADDRESS_SHARE = 0.15
_COMMENTED_SHARE = 0.4
_DRIFTED_SHARE = 0.3
_BY_DIRECTION: dict[Direction, tuple[str, ...]] = {
    direction: tuple(script.name for script in SCRIPTS.values() if script.direction == direction)
    for direction in ("incoming", "outgoing")
}
_EVENTS = {
    "sendMessage": 75,
    "fileUploaded": 8,
    "roomJoined": 5,
    "roomCreated": 4,
    "userCreated": 4,
    "roomLeft": 2,
    "roomArchived": 2,
}
_SCOPES: dict[str | None, int] = {
    None: 90,
    "all_public_channels": 6,
    "all_private_groups": 2,
    "all_direct_messages": 2,
}
_WORDS = ("!ask", "!ticket", "!run", "!who", "!status", "help", "Frage", "pomoc", "¿")
_DELIVERIES: dict[Deliveries, int] = {"fine": 80, "failing": 8, "none": 8, "unreachable": 4}
_NEVER_RUN = frozenset({"removed_global", "unknown_global"})
_UNUSUAL_CREATORS = {None: 94, "": 2, "j.ferreira": 2, "l.petrov": 2}


def ordinary_case(draw: random.Random, direction: Direction) -> Case:
    """Return what a common integration is like."""
    fields: dict[str, Any] = {}
    if draw.random() < _DISABLED_SHARE:
        fields["enabled"] = False
    if direction == "outgoing":
        fields |= _trigger(draw)
    script, text = None, None
    deliveries = _weighted(draw, _DELIVERIES)
    if draw.random() < _SCRIPTED_SHARE:
        script = draw.choice(_BY_DIRECTION[direction])
        text = _copy(draw, script)
        if deliveries == "fine" and not _NEVER_RUN.isdisjoint(SCRIPTS[script].cases):
            deliveries = "broken"
    return Case(
        direction,
        script=script,
        text=text,
        creator=_weighted(draw, _UNUSUAL_CREATORS),
        deliveries=deliveries,
        fields=fields,
    )


def _trigger(draw: random.Random) -> dict[str, Any]:
    event = _weighted(draw, _EVENTS)
    fields: dict[str, Any] = {"event": event}
    if event in {"roomArchived", "roomCreated", "userCreated"}:
        fields["channel"] = []
    else:
        scope = _weighted(draw, _SCOPES)
        if scope:
            fields["channel"] = [scope]
    if event == "sendMessage":
        fields["triggerWords"] = draw.sample(_WORDS, draw.choice((0, 1, 1, 1, 2)))
    if event == "userCreated":
        fields["targetRoom"] = draw.choice(DEPARTMENTS).channels[0]
    if draw.random() < _ODD_ADDRESS_SHARE:
        fields["urls"] = [draw.choice(tuple(ADDRESSES.values()))]
    return fields


def _copy(draw: random.Random, script: str) -> ScriptText:
    text = read_script(script)
    if script in DRIFTING_SCRIPTS and draw.random() < _DRIFTED_SHARE:
        return drifted(script, draw.randrange(12))
    if text.compiled is not None and draw.random() < _COMMENTED_SHARE:
        return with_comment(text, f"{SCRIPTS[script].purpose}, copy {draw.randrange(10**6)}")
    return text


def _weighted(draw: random.Random, weights: Mapping[_T, int]) -> _T:
    return draw.choices(tuple(weights), tuple(weights.values()))[0]
