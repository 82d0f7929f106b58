"""Equal texts of many documents kept in memory once."""

from sys import intern
from typing import Any

from rcaudit.snapshot.redaction import Document

_REPEATED = (
    *("type", "event", "scriptEngine", "retryDelay", "targetRoom"),
    *("username", "userId", "alias", "avatar", "emoji"),
)
_REPEATED_LISTS = ("channel", "triggerWords")
_REPEATED_OBJECTS = ("_createdBy",)


def share_texts(document: Document) -> None:
    """Put, in place, one object for each of the texts that other documents are likely to have.

    The texts that a reader of JSON makes are each of their own, and a workspace of many
    integrations has few accounts, channels and trigger words.
    """
    for name in _REPEATED:
        if name in document:
            document[name] = _shared(document[name])
    for name in _REPEATED_LISTS:
        if type(values := document.get(name)) is list:
            document[name] = list(map(_shared, values))
    for name in _REPEATED_OBJECTS:
        if type(values := document.get(name)) is dict:
            document[name] = {member: _shared(value) for member, value in values.items()}


def _shared(value: Any) -> Any:
    return intern(value) if type(value) is str else value
