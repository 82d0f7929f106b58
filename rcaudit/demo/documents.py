"""Integration documents as the server keeps them, made up around what is special about each."""

import random
from datetime import datetime, timedelta
from typing import Any

from rcaudit.demo.departments import BY_NAME, BY_SERVICE, DEPARTMENTS, Department
from rcaudit.demo.model import Document
from rcaudit.demo.moments import (
    ENGINE_CHOICE,
    FIRST,
    HEX_IDS,
    ISOLATED_ONLY,
    NOW,
    SKIP_TRANSPILE,
    moment_between,
    stamp,
)
from rcaudit.demo.people import Staff
from rcaudit.demo.script_table import SCRIPTS, read_script
from rcaudit.demo.special.case import Case
from rcaudit.demo.tokens import (
    ID_LENGTH,
    INCOMING_TOKEN_LENGTH,
    OUTGOING_TOKEN_LENGTH,
    random_hex_id,
    random_text,
)

_STACK_FRAME = (
    "\n    at constructor (/app/bundle/programs/server/npm/node_modules/@babel/parser/lib/index.js)"
)
# Where the server's container image has Babel.

_NAME_FORMS = ("{service}", "{service} {channel}", "{service} → {channel}", "{team}: {service}")
_NEVER_SAVED_AGAIN = 0.3
_ALIAS_SHARE = 0.6
_AVATAR_SHARE = 0.2
_POSTERS = {"bot": 70, "rocket.cat": 12, "creator": 15, "admin": 3}
_ADMINISTRATOR_SHARE = 0.1
_EDITS_SHARE = 0.2
_OLD_FORM = datetime(2019, 1, 1, tzinfo=NOW.tzinfo)


def make_document(draw: random.Random, staff: Staff, case: Case) -> Document:
    """Return the document of one integration.

    Fields that the case does not decide are drawn: department, rooms, accounts, dates, tokens.
    """
    department, service = _service(draw, case)
    created, updated = _dates(draw, case)
    is_incoming = case.direction == "incoming"
    channel = draw.choice(department.channels)
    document: Document = {
        "_id": random_hex_id(draw) if created >= HEX_IDS else random_text(draw, ID_LENGTH),
        "type": f"webhook-{case.direction}",
        "name": _name(draw, department, service, channel) if case.name is None else case.name,
        "enabled": True,
        "channel": [channel],
        **_look(draw, case, service, created),
        **_accounts(draw, staff, department, case),
        "_createdAt": stamp(created),
        "_updatedAt": stamp(updated),
        **_script_fields(draw, case, updated),
        **(
            _incoming_fields(draw, created)
            if is_incoming
            else _outgoing_fields(draw, department, service)
        ),
        **case.fields,
    }
    for field in case.absent:
        document.pop(field, None)
    return document


def _dates(draw: random.Random, case: Case) -> tuple[datetime, datetime]:
    created = case.created or moment_between(draw, _earliest(draw), case.updated or NOW)
    if case.updated:
        return created, case.updated
    if case.created is None and draw.random() < _NEVER_SAVED_AGAIN:
        return created, created + timedelta(milliseconds=draw.randrange(1, 9))
    return created, moment_between(draw, created, NOW)


def _earliest(draw: random.Random) -> datetime:
    # A workspace grows: two thirds of what is there today came in its later half.
    return FIRST if draw.random() < 1 / 3 else FIRST + (NOW - FIRST) / 2


def _service(draw: random.Random, case: Case) -> tuple[Department, str]:
    service = SCRIPTS[case.script].service if case.script else None
    department = BY_NAME.get(case.department or "") or BY_SERVICE.get(service or "")
    department = department or draw.choice(DEPARTMENTS)
    if service:
        return department, service
    if case.direction == "incoming":
        return department, draw.choice(department.sources)
    return department, draw.choice(department.receivers)[0]


def _name(draw: random.Random, department: Department, service: str, channel: str) -> str:
    form = draw.choice(_NAME_FORMS)
    return form.format(service=service, channel=channel, team=department.name.title())


def _look(draw: random.Random, case: Case, alias: str, created: datetime) -> Document:
    if created < _OLD_FORM and case.script is None:
        return {}
    return {
        "alias": alias if draw.random() < _ALIAS_SHARE else "",
        "avatar": f"https://assets.nordwind.example/icons/{alias.split(maxsplit=1)[0].lower()}.png"
        if draw.random() < _AVATAR_SHARE
        else "",
        "emoji": draw.choice(("", "", "", ":robot:", ":bell:", ":ghost:")),
    }


def _accounts(draw: random.Random, staff: Staff, department: Department, case: Case) -> Document:
    creator, poster = case.creator, case.poster
    if creator is None:
        is_administrator = draw.random() < _ADMINISTRATOR_SHARE
        creator = "r.weiss" if is_administrator else draw.choice(staff.people[department.name])
    if poster is None:
        kind = draw.choices(tuple(_POSTERS), tuple(_POSTERS.values()))[0]
        bot = draw.choice(staff.bots[department.name])
        poster = {"bot": bot, "creator": creator or bot}.get(kind, kind)
    return {
        "username": poster,
        "userId": _account_id(staff, poster),
        "_createdBy": {"_id": _account_id(staff, creator), "username": creator}
        if creator
        else None,
    }


def _account_id(staff: Staff, username: str) -> str:
    if username in staff.by_name:
        return str(staff.by_name[username]["_id"])
    return random_text(random.Random(f"gone {username}"), ID_LENGTH)  # noqa: S311 - made-up data


def _script_fields(draw: random.Random, case: Case, updated: datetime) -> Document:
    fields: Document = {"scriptEnabled": case.script is not None}
    if updated >= ISOLATED_ONLY:
        fields["scriptEngine"] = "isolated-vm"
    elif updated >= ENGINE_CHOICE:
        fields["scriptEngine"] = draw.choice(("isolated-vm", "vm2"))
    if case.script is None:
        return fields | draw.choice(({"script": ""}, {"script": None}, {}))
    if updated >= SKIP_TRANSPILE:
        fields["skipTranspile"] = case.is_untranspiled
    return fields | _stored_script(case)


def _stored_script(case: Case) -> Document:
    text = case.text or read_script(str(case.script))
    if case.is_untranspiled:
        return {"script": text.source, "scriptCompiled": text.source}
    if text.error:
        error = {**text.error, "stack": text.error["stack"] + _STACK_FRAME}
        return {"script": text.source, "scriptError": error}
    return {"script": text.source, "scriptCompiled": text.compiled}


def _incoming_fields(draw: random.Random, created: datetime) -> Document:
    fields: Document = {"token": random_text(draw, INCOMING_TOKEN_LENGTH)}
    if created >= _OLD_FORM:
        fields["overrideDestinationChannelEnabled"] = False
    return fields


def _outgoing_fields(draw: random.Random, department: Department, service: str) -> dict[str, Any]:
    urls = dict(department.receivers)
    return {
        "token": random_text(draw, OUTGOING_TOKEN_LENGTH),
        "event": "sendMessage",
        "urls": [urls.get(service, next(iter(urls.values())))],
        "triggerWordAnywhere": False,
        "runOnEdits": draw.random() < _EDITS_SHARE,
        "targetRoom": "",
        "retryFailedCalls": True,
        "retryCount": 6,
        "retryDelay": "powers-of-ten",
        "impersonateUser": False,
    }
