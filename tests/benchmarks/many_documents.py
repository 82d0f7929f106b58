"""Integrations by the hundred thousand: realistic fields, and a script of its own for each."""

import random
from collections.abc import Iterator
from typing import Any

SCRIPT_SIZE = 2048

_EVENTS = ("sendMessage", "fileUploaded", "roomCreated", "userCreated")
_HANDLER = """class Script {
  prepare_outgoing_request({ request }) {
    const text = (request.data.text || '').trim();
    if (!text.startsWith('%(name)s')) { return; }
    return { url: request.url, headers: request.headers, method: 'POST',
      data: { room: request.data.channel_name, job: '%(name)s', text } };
  }
"""
_STEP = """  step%(number)d(data) {
    const parts = (data.text || '').split(' ').filter((part) => part.length > %(number)d);
    return parts.map((part) => `%(name)s ${part}`).join(' ');
  }
"""


def make_documents(count: int, *, is_compiled: bool) -> Iterator[dict[str, Any]]:
    """Make so many documents, sorted by id, half of them incoming, with a script of 2 KB each.

    Args:
        count: How many.
        is_compiled: Whether they have a `scriptCompiled` as well, as on every server before 9.0.
    """
    chance = random.Random(1)  # noqa: S311 - nothing here is secret
    people = [(f"{chance.getrandbits(80):020x}"[:17], f"person{i}") for i in range(300)]
    for number in range(count):
        document = _make_document(number, chance, people)
        if is_compiled:
            document["scriptCompiled"] = _compile(document["script"])
        yield document


def _make_document(
    number: int, chance: random.Random, people: list[tuple[str, str]]
) -> dict[str, Any]:
    creator, poster = chance.choice(people), chance.choice(people)
    is_outgoing = number % 2 == 1
    document: dict[str, Any] = {
        "_id": f"{number:017d}",
        "type": "webhook-outgoing" if is_outgoing else "webhook-incoming",
        "name": f"Job {number} of team {chance.randrange(40)}",
        "enabled": chance.random() < 0.8,
        "alias": f"bot {chance.randrange(100)}",
        "avatar": "",
        "emoji": ":robot:",
        "username": poster[1],
        "userId": poster[0],
        "_createdBy": {"_id": creator[0], "username": creator[1]} if number % 50 else None,
        "_createdAt": _time(chance),
        "_updatedAt": _time(chance),
        "channel": [f"#room{chance.randrange(2000)}" for _ in range(chance.randint(1, 2))],
        "scriptEnabled": chance.random() < 0.7,
        "script": _script(number, chance),
        "scriptEngine": "isolated-vm" if number % 4 else "vm2",
        "overrideDestinationChannelEnabled": False,
        "token": None,
    }
    if is_outgoing:
        document |= {
            "event": chance.choice(_EVENTS),
            "urls": [f"https://ci{number % 3000}.example.com/job/{number}/build"],
            "triggerWords": [f"build{number % 90}", "deploy"],
            "triggerWordAnywhere": False,
            "targetRoom": "",
            "runOnEdits": True,
            "retryFailedCalls": True,
            "retryCount": 6,
            "retryDelay": "powers-of-ten",
            "impersonateUser": False,
        }
    return document


def _time(chance: random.Random) -> str:
    return (
        f"20{chance.randint(16, 26)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        f"T{chance.randrange(24):02d}:{chance.randrange(60):02d}:{chance.randrange(60):02d}"
        f".{chance.randrange(1000):03d}Z"
    )


def _script(number: int, chance: random.Random) -> str:
    name = f"job-{number}-{chance.getrandbits(40):x}"
    parts = [_HANDLER % {"name": name}]
    while sum(map(len, parts)) < SCRIPT_SIZE:
        parts.append(_STEP % {"name": name, "number": len(parts)})
    return "".join(parts)[: SCRIPT_SIZE - 2] + "}\n"


def _compile(script: str) -> str:
    # About what Babel makes of it.
    return '"use strict";\n' + script.replace("const ", "var ").replace("class ", "var _class ")
