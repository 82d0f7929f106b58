"""What a document loses before anything of it is kept."""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from rcaudit.snapshot.credentials import (
    Span,
    find_assigned_in_text,
    find_literals,
    find_shapes,
    speaks_of_secret,
)
from rcaudit.snapshot.kinds import tell_kind
from rcaudit.snapshot.secret import FingerprintKey
from rcaudit.snapshot.urls import find_url_secrets, find_urls_in_text, merge_spans

Document = dict[str, Any]

REDACTION_VERSION = 1
"""Raised when the rules change, so that documents redacted by older rules are asked for anew."""

MARK = "REDACTED"
_SCRIPTS = ("script", "scriptCompiled")
_DEEPEST = 32
_SHORTEST_OWN_TOKEN = 6
_SHORTEST_MARK = 12
_SHORTEST_TEXT = 8
_KNOWN_NAMES = frozenset(
    {
        "_id",
        "type",
        "name",
        "enabled",
        "alias",
        "avatar",
        "emoji",
        "username",
        "userId",
        "_createdBy",
        "_createdAt",
        "_updatedAt",
        "channel",
        "scriptEnabled",
        "script",
        "scriptCompiled",
        "scriptError",
        "scriptEngine",
        "skipTranspile",
        "scriptTranspile",
        "token",
        "overrideDestinationChannelEnabled",
        "event",
        "urls",
        "triggerWords",
        "triggerWordAnywhere",
        "runOnEdits",
        "targetRoom",
        "retryFailedCalls",
        "retryCount",
        "retryDelay",
        "impersonateUser",
    }
)
_VERBATIM = frozenset({"_id", "userId", "_createdAt", "_updatedAt", "type", "event"})


class Removed(NamedTuple):
    """One value that was removed: where it stood, what it looked like, and its fingerprint.

    `line` and `column` count from 1, in characters; `length` is in characters. The path joins
    field names and list positions with dots: `urls.0`, `script`, `settings.apiKey`.
    """

    path: str
    kind: str
    fingerprint: str
    length: int
    line: int = 1
    column: int = 1


class Redacted(NamedTuple):
    """A document that may be kept, and a list of what it lost."""

    document: Document
    removed: list[Removed]


def redact(document: Document, key: FingerprintKey, *, keep_scripts: bool = True) -> Redacted:
    """Return the document without its secrets.

    `token` becomes None and a fingerprint with its length; URLs keep scheme, host, port and the
    shape of the path; credentials in scripts and other texts are overwritten in place, so that
    lines and columns stay; unknown fields whose names speak of secrets lose their values.

    Args:
        document: An integration as the server sends it. It is not changed.
        key: What the fingerprints are made with.
        keep_scripts: Whether `script` and `scriptCompiled` stay.
    """
    return _Redactor(key, document.get("token"), keep_scripts=keep_scripts).redact(document)


class _Redactor:
    """The state of one document's redaction: its own token, and what was removed so far."""

    def __init__(self, key: FingerprintKey, token: object, *, keep_scripts: bool) -> None:
        self._key = key
        self._own_token = token if isinstance(token, str) else ""
        self._keep_scripts = keep_scripts
        self._removed: list[Removed] = []

    def redact(self, document: Document) -> Redacted:
        redacted = {name: self._field(name, value) for name, value in document.items()}
        return Redacted(redacted, self._removed)

    def _field(self, name: str, value: Any) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if name == "token":
            return self._drop(name, "token", value)
        if name == "urls":
            return self._urls(value)
        if name in _SCRIPTS:
            return self._script(name, value)
        if name in _VERBATIM and isinstance(value, str):
            return _storable(value)
        if name not in _KNOWN_NAMES:
            return self._member(name, name, value, depth=0)
        return self._any(name, name, value, depth=0)

    def _any(self, path: str, name: str, value: Any, *, depth: int) -> Any:
        if isinstance(value, str):
            return self._text(path, value, _find_in_text)
        if isinstance(value, dict | list) and depth >= _DEEPEST:
            return self._drop(path, "too_deep", value)
        if isinstance(value, list):
            return [
                self._any(f"{path}.{i}", name, item, depth=depth + 1)
                for i, item in enumerate(value)
            ]
        if isinstance(value, dict):
            return {
                _storable(k): self._member(f"{path}.{k}", k, item, depth=depth + 1)
                for k, item in value.items()
            }
        return value

    def _member(self, path: str, name: str, value: Any, *, depth: int) -> Any:
        if value is not None and not isinstance(value, bool) and speaks_of_secret(name):
            return self._drop(path, "named", value)
        return self._any(path, name, value, depth=depth)

    def _urls(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._mark("urls", value)
        if not isinstance(value, list):
            return self._any("urls", "urls", value, depth=0)
        return [
            self._mark(f"urls.{i}", url)
            if isinstance(url, str)
            else self._any(f"urls.{i}", "urls", url, depth=1)
            for i, url in enumerate(value)
        ]

    def _mark(self, path: str, url: str) -> str:
        return self._replace(path, url, find_url_secrets(url), lambda _, mark: mark)

    def _script(self, name: str, value: Any) -> Any:
        if not isinstance(value, str):
            return self._any(name, name, value, depth=0)
        if not self._keep_scripts:
            return self._drop(name, "left_out", value) if value else value
        return self._text(name, value, _find_in_script)

    def _text(self, path: str, text: str, find: Callable[[str], Iterable[Span]]) -> str:
        return self._replace(path, text, find(text), _overwrite)

    def _replace(
        self, path: str, text: str, spans: Iterable[Span], render: Callable[[str, str], str]
    ) -> str:
        spans = merge_spans([*self._own_token_in(text), *spans])
        if not spans:
            return _storable(text)
        parts, end = [], 0
        for span in spans:
            value = text[span.start : span.end]
            before = text[: span.start]
            kind = tell_kind(span.kind, value, before)
            fingerprint = self._note(path, kind, value, before=before)
            parts += [text[end : span.start], render(value, f"{MARK}-{fingerprint}")]
            end = span.end
        return _storable("".join([*parts, text[end:]]))

    def _own_token_in(self, text: str) -> Iterable[Span]:
        token = self._own_token
        if len(token) < _SHORTEST_OWN_TOKEN:
            return
        start = text.find(token)
        while start >= 0:
            yield Span(start, start + len(token), "own_token")
            start = text.find(token, start + len(token))

    def _drop(self, path: str, kind: str, value: Any) -> None:
        self._note(path, kind, value if isinstance(value, str) else json.dumps(value), before="")

    def _note(self, path: str, kind: str, value: str, *, before: str) -> str:
        fingerprint = self._key.fingerprint(value)
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        self._removed.append(Removed(path, kind, fingerprint, len(value), line, column))
        return fingerprint


def _find_in_text(text: str) -> list[Span]:
    if len(text) < _SHORTEST_TEXT:
        return []
    return find_shapes(text) + find_assigned_in_text(text) + find_urls_in_text(text)


def _find_in_script(source: str) -> list[Span]:
    return find_shapes(source) + find_literals(source) + find_urls_in_text(source)


def _overwrite(value: str, mark: str) -> str:
    # Line ends stay: a private key spans lines, and the lines below it must keep their numbers.
    if len(value) < _SHORTEST_MARK:
        mark = ""
    cover = mark[: len(value)].ljust(len(value), "*")
    return "".join(old if old in "\r\n" else new for old, new in zip(value, cover, strict=True))


def _storable(text: str) -> str:
    """Replace lone surrogates, which JSON can carry and no file encoding can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
