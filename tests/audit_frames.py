"""Frames of made-up documents, with harmless defaults, as a fetch would have redacted them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from rcaudit.frames.frames import Frames
from rcaudit.snapshot.redaction import REDACTION_VERSION, Document, redact
from rcaudit.snapshot.secret import FingerprintKey
from rcaudit.snapshot.snapshot import Record, Snapshot

NOW = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
KEY = FingerprintKey(bytes(32))
RELAY = """class Script {
    process_incoming_request({ request }) {
        return { content: { text: request.content.text } };
    }
}
"""


def incoming(key: str = "inc1", **fields: Any) -> Document:
    """Return a harmless incoming integration; a field of None is left out."""
    number = sum(map(ord, key))
    document = {
        "_id": key,
        "type": "webhook-incoming",
        "name": f"Builds {key}",
        "enabled": True,
        "username": "build.bot",
        "userId": "u-build",
        "_createdBy": {"_id": "u-ada", "username": "ada"},
        "_createdAt": "2026-01-10T08:00:00.000Z",
        "_updatedAt": "2026-10-01T08:00:00.000Z",
        "channel": ["#builds"],
        "scriptEnabled": False,
        "scriptEngine": "isolated-vm",
        "token": f"Hb3kQ{number}{key}vT8mZc2LpW9sXy4RnD7eJ",
        "overrideDestinationChannelEnabled": False,
    } | fields
    return {name: value for name, value in document.items() if value is not None}


def outgoing(key: str = "out1", **fields: Any) -> Document:
    """Return a harmless outgoing integration; a field of None is left out."""
    own = {
        "type": "webhook-outgoing",
        "name": f"Tickets {key}",
        "event": "sendMessage",
        "urls": ["https://tickets.example.org/from-chat"],
        "triggerWords": ["!ticket"],
        "overrideDestinationChannelEnabled": None,
        "impersonateUser": False,
    }
    return incoming(key, **(own | fields))


def scripted(key: str = "inc1", source: str = RELAY, **fields: Any) -> Document:
    """Return an incoming integration with a script that is on and compiled."""
    own = {"scriptEnabled": True, "script": source, "scriptCompiled": f"/* built */{source}"}
    return incoming(key, **(own | fields))


def account(key: str, **columns: Any) -> dict[str, Any]:
    """Return a row of `accounts`: an active bot, named as its id is but for the prefix."""
    row = {
        "account_id": key,
        "account_username": {"u-build": "build.bot"}.get(key, key.removeprefix("u-")),
        "is_active": True,
        "roles": ["bot"],
        "account_type": "bot",
    }
    return row | columns


ACCOUNTS = (account("u-build"), account("u-ada", roles=["user"], account_type="user"))


def call(key: str = "out1", **columns: Any) -> dict[str, Any]:
    """Return a row of `activity`: a call that went well."""
    row = {
        "integration_id": key,
        "happened_at": "2026-10-30T08:00:00.000Z",
        "is_finished": True,
        "has_error": False,
    }
    return row | columns


def make_frames(
    *documents: Document,
    accounts: Iterable[Mapping[str, Any]] | None = ACCOUNTS,
    activity: Iterable[Mapping[str, Any]] | None = (),
    keep_scripts: bool = True,
    **manifest: Any,
) -> Frames:
    """Return the frames of documents, redacted as a fetch does it."""
    pairs = [redact(document, KEY, keep_scripts=keep_scripts) for document in documents]
    records = [Record(pair.document, "get", pair.removed) for pair in pairs]
    plain = Snapshot.from_documents(
        documents, workspace="chat.example.org", taken_at=NOW, server_version="8.4"
    )
    changes = {
        "key_id": KEY.key_id,
        "redaction_version": REDACTION_VERSION,
        "has_scripts": keep_scripts,
    } | manifest
    snapshot = Snapshot(replace(plain.manifest, **changes), lambda: iter(records))
    return Frames(snapshot, accounts=accounts, activity=activity)
