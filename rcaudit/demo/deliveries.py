"""The history of outgoing integrations: what was sent, and what came back."""

import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from rcaudit.demo.model import Document
from rcaudit.demo.moments import NOW, stamp
from rcaudit.demo.special.case import Deliveries
from rcaudit.demo.tokens import ID_LENGTH, random_text

_APART = timedelta(days=3, hours=5)
_MOST = 4
_SENDERS = ("n.okafor", "amelie", "mateusz", "h.tanaka", "fatima")
_SAYINGS = (
    "status please",
    "bitte übernehmen",
    "これをお願いします",
    "thanks!",
    "and now for web-2",
)


def _sent(draw: random.Random) -> Document:
    reply = {"text": "done", "id": draw.randrange(1000, 9999)}
    return {
        "step": "after-process-send-message",
        "finished": True,
        "httpResult": json.dumps(reply, indent=2),
    }


def _refused(draw: random.Random) -> Document:
    retry = draw.randrange(1, 5)
    return {
        "step": draw.choice((f"going-to-retry-{retry}", "too-many-retries")),
        "error": True,
        "httpResult": '"<html><title>502 Bad Gateway</title></html>"',
    }


def _gone(_: random.Random) -> Document:
    return {
        "step": "after-process-http-status-410",
        "error": True,
        "httpResult": '"{\\"message\\": \\"subscription ended\\"}"',
    }


def _unreached(_: random.Random) -> Document:
    # The server notes neither `finished` nor `error` when the connection itself fails.
    error = {"name": "FetchError", "type": "system", "errno": "ETIMEDOUT", "code": "ETIMEDOUT"}
    return {"step": "after-http-call", "httpError": error, "httpResult": "null"}


def _broken(_: random.Random) -> Document:
    # After an error of the script the server goes on without a request: `error` and `finished`.
    return {
        "step": "after-prepare-no-opts",
        "error": True,
        "errorStack": "  ReferenceError: a global of this script is not defined",
        "finished": True,
    }


_OUTCOMES: dict[Deliveries, Callable[[random.Random], Document]] = {
    "fine": _sent,
    "failing": _refused,
    "gone": _gone,
    "unreachable": _unreached,
    "broken": _broken,
}


def make_history(draw: random.Random, document: Document, deliveries: Deliveries) -> list[Document]:
    """Return the documents that `integrations.history` has on an outgoing integration.

    A failing one also has an older delivery that went well. Nothing is delivered before the
    integration was created, and nothing after one that is disabled was last saved.
    """
    outcome = _OUTCOMES.get(deliveries)
    if outcome is None:
        return []
    is_enabled = document["enabled"] is not False
    last = NOW if is_enabled else datetime.fromisoformat(document["_updatedAt"])
    last -= timedelta(minutes=draw.randrange(1, 3000))
    count = draw.randrange(1, _MOST + 1)
    moments = [last - _APART * number for number in range(count)]
    # 410 disables the integration at once, so it can only be the last.
    usual = _sent if outcome is _gone else outcome
    outcomes = [(last, outcome(draw)), *((moment, usual(draw)) for moment in moments[1:])]
    if outcome is _refused:
        outcomes.append((last - _APART * _MOST, _sent(draw)))
    created = datetime.fromisoformat(document["_createdAt"])
    return [_entry(draw, document, at, result) for at, result in outcomes if at > created]


def _entry(draw: random.Random, document: Document, at: datetime, outcome: Document) -> Document:
    urls = document.get("urls")
    url = urls[0] if isinstance(urls, list) and urls else str(urls)
    data = {
        "token": document["token"],
        "bot": False,
        "channel_name": "general",
        "message_id": random_text(draw, ID_LENGTH),
        "timestamp": stamp(at),
        "user_name": draw.choice(_SENDERS),
        "text": draw.choice(_SAYINGS),
    }
    return {
        "_id": random_text(draw, ID_LENGTH),
        "type": "outgoing-webhook",
        "integration": {
            field: document[field]
            for field in ("_id", "type", "name", "event", "urls", "token")
            if field in document
        },
        "event": document["event"],
        "_createdAt": stamp(at),
        "_updatedAt": stamp(at + timedelta(milliseconds=draw.randrange(40, 4000))),
        "data": data,
        "ranPrepareScript": True,
        "url": url,
        "httpCallData": data,
        **outcome,
    }
