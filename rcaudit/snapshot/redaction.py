"""What a document loses before anything of it is kept."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import quote

from rcaudit.snapshot.credentials import Span, looks_made_up, speaks_of_secret
from rcaudit.snapshot.finding import find_in_script, find_in_text
from rcaudit.snapshot.literals import Chunks
from rcaudit.snapshot.removal import MARK, Removed, Remover, leaves, storable
from rcaudit.snapshot.secret import FingerprintKey
from rcaudit.snapshot.urls import find_url_secrets

__all__ = ["MARK", "REDACTION_VERSION", "Document", "Redacted", "Removed", "redact"]

Document = dict[str, Any]

REDACTION_VERSION = 4
"""Raised when the rules change, so that documents redacted by older rules are asked for anew."""

_SCRIPTS = ("script", "scriptCompiled")
_DEEPEST = 32
_SHORTEST_OWN_TOKEN = 3
_SHORTEST_ANYWHERE = 6
"""Shorter tokens are looked for as whole literals, values or parts of a URL only."""
_MOST_OWN_TOKENS = 16
_KNOWN_NAMES = frozenset(
    {
        *("_id", "type", "name", "enabled", "alias", "avatar", "emoji", "username", "userId"),
        *("_createdBy", "_createdAt", "_updatedAt", "channel", "scriptEnabled", "script"),
        *("scriptCompiled", "scriptError", "scriptEngine", "skipTranspile", "scriptTranspile"),
        *("token", "overrideDestinationChannelEnabled", "event", "urls", "triggerWords"),
        *("triggerWordAnywhere", "runOnEdits", "targetRoom", "retryFailedCalls", "retryCount"),
        *("retryDelay", "impersonateUser"),
    }
)
_HARMLESS_NAMES = frozenset({"_id", "username", "name", "message", "stack"})
# As in {"name": "X-Api-Key", "value": "…"}.
_LABELS = ("name", "key", "header", "field", "label")
_LABELLED = frozenset({"value", "content", "default"})
_VERBATIM = frozenset({"userId", "_createdAt", "_updatedAt"})
_LITERAL = r"(?<=[\"'`])({})(?=[\"'`])"
_URL_PART = r"(?<=[^/:][/=])({})(?=[/?&#;]|\Z)"
_CODE_WORD = re.compile(r"[A-Za-z_$][\w$.]*")


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
        self._remover = Remover(key)
        tokens = _own_tokens(token)
        self._own_tokens = tuple(one for one in tokens if len(one) >= _SHORTEST_ANYWHERE)
        self._short_tokens = tuple(one for one in tokens if len(one) < _SHORTEST_ANYWHERE)
        self._keep_scripts = keep_scripts
        self._scripts: dict[str, tuple[str, list[Removed]]] = {}

    def redact(self, document: Document) -> Redacted:
        redacted: Document = {}
        for name, value in document.items():
            if name in _KNOWN_NAMES:
                redacted[name] = self._known(name, value)
            else:
                self._add_member(redacted, "", name, value, depth=0)
        return Redacted(redacted, self._remover.removed)

    def _known(self, name: str, value: Any) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if name == "token":
            return self._remover.drop(name, "token", value)
        if name == "urls":
            return self._urls(value)
        if name in _SCRIPTS and isinstance(value, str):
            return self._script(name, value)
        if name == "_id" and isinstance(value, str):
            return storable(value)
        if name in _VERBATIM and isinstance(value, str) and not self._own_spans(value):
            return storable(value)
        return self._any(name, value, depth=0)

    def _any(self, path: str, value: Any, *, depth: int) -> Any:
        if isinstance(value, str):
            return self._text(path, value, find_in_text)
        if isinstance(value, dict | list) and depth >= _DEEPEST:
            return self._remover.drop(path, "too_deep", value)
        if isinstance(value, list):
            return [self._any(f"{path}.{i}", item, depth=depth + 1) for i, item in enumerate(value)]
        if isinstance(value, dict):
            return self._members(path, value, depth=depth + 1)
        if str(value) in self._own_tokens or str(value) in self._short_tokens:
            return self._remover.drop(path, "own_token", value)
        return value

    def _members(self, path: str, members: Document, *, depth: int) -> Document:
        redacted: Document = {}
        is_labelled = any(
            isinstance(members.get(label), str) and speaks_of_secret(members[label])
            for label in _LABELS
        )
        for name, item in members.items():
            if is_labelled and name in _LABELLED and isinstance(item, str) and item:
                redacted[name] = self._remover.drop(f"{path}.{name}", "named", item)
            else:
                self._add_member(redacted, f"{path}.", name, item, depth=depth)
        return redacted

    def _add_member(
        self, redacted: Document, prefix: str, name: str, value: Any, *, depth: int
    ) -> None:
        kept_name, is_harmless = name, name in _HARMLESS_NAMES
        if not is_harmless:
            kept_name = self._mark(f"{prefix}*", name, find_in_text(name))
            while kept_name in redacted:
                kept_name += "_"
        path = prefix + kept_name
        if value is None or isinstance(value, bool):
            redacted[kept_name] = value
        elif not is_harmless and speaks_of_secret(name):
            redacted[kept_name] = self._remover.drop(path, "named", value)
        elif not is_harmless and isinstance(value, str) and value in self._short_tokens:
            redacted[kept_name] = self._remover.drop(path, "own_token", value)
        else:
            redacted[kept_name] = self._any(path, value, depth=depth)

    def _urls(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._mark("urls", value, find_url_secrets(value))
        if not isinstance(value, list):
            return self._any("urls", value, depth=0)
        return [
            self._mark(f"urls.{i}", url, find_url_secrets(url))
            if isinstance(url, str)
            else self._any(f"urls.{i}", url, depth=1)
            for i, url in enumerate(value)
        ]

    def _mark(self, path: str, text: str, spans: list[Span]) -> str:
        spans = self._own_spans(text) + self._find_short(_URL_PART, text) + spans
        return self._remover.mark(path, text, spans) if spans else storable(text)

    def _text(self, path: str, text: str, find: Callable[[str], list[Span]]) -> str:
        spans = self._own_spans(text) + find(text)
        return self._remover.overwrite(path, text, spans) if spans else storable(text)

    def _script(self, name: str, source: str) -> str | None:
        if not self._keep_scripts:
            return self._remover.drop(name, "left_out", source) if source else source
        # From 9.0 on, and with `skipTranspile`, the server keeps the same script twice.
        known = self._scripts.get(source)
        if known is not None:
            text, removed = known
            self._remover.removed += [one._replace(path=name) for one in removed]
            return text
        before = len(self._remover.removed)
        spans = self._own_spans_in_script(source) + self._find_short(_LITERAL, source)
        spans += find_in_script(source)
        text = self._remover.overwrite(name, source, spans) if spans else storable(source)
        self._scripts[source] = text, self._remover.removed[before:]
        return text

    def _own_spans(self, text: str) -> list[Span]:
        spans: list[Span] = []
        for token in self._own_tokens:
            if token in text:
                places = _occurrences(token, text)
                spans += [Span(start, start + len(token), "own_token") for start in places]
        return spans

    def _find_short(self, where: str, text: str) -> list[Span]:
        return [
            Span(*match.span(1), "own_token")
            for token in self._short_tokens
            if token in text
            for match in re.finditer(where.format(re.escape(token)), text)
        ]

    def _own_spans_in_script(self, source: str) -> list[Span]:
        spans = self._own_spans(source)
        if not spans:
            return spans
        # A token may be a word that the code has as a name.
        chunks = Chunks(source)
        return [
            span
            for span in spans
            if not _is_code_word(source[span.start : span.end]) or chunks.at(span.start)
        ]


def _own_tokens(token: object) -> tuple[str, ...]:
    """Return the document's token as it may stand elsewhere: plain, and percent-encoded."""
    if token is None or isinstance(token, bool):
        return ()
    plain = (leaf for leaf in leaves(token) if len(leaf) >= _SHORTEST_OWN_TOKEN)
    return tuple(
        dict.fromkeys(
            form
            for leaf in islice(plain, _MOST_OWN_TOKENS)
            for form in (leaf, quote(leaf, safe="", errors="replace"))
        )
    )


def _occurrences(token: str, text: str) -> Iterator[int]:
    start = text.find(token)
    while start >= 0:
        yield start
        start = text.find(token, start + 1)


def _is_code_word(token: str) -> bool:
    return _CODE_WORD.fullmatch(token) is not None and not looks_made_up(token)
