"""What is to be removed from a script, and from any other text."""

import re
from collections.abc import Iterator

from rcaudit.snapshot.assignments import find_assigned
from rcaudit.snapshot.credentials import Span, leave_templates, token_kind
from rcaudit.snapshot.literals import Chunks
from rcaudit.snapshot.shapes import find_shapes
from rcaudit.snapshot.urls import find_urls_in_text

_SHORTEST_TEXT = 8


def find_in_text(text: str) -> list[Span]:
    """Find the secrets of running text: a name, a message, a trigger word."""
    if len(text) < _SHORTEST_TEXT:
        return []
    spans = find_shapes(text)
    if ":" in text or "=" in text:
        spans += find_assigned(text)
        spans += find_urls_in_text(text, every_value=True)
        spans += _find_pairs(text)
        spans += _find_logins(text)
    if len(text) >= _SHORTEST_RUN:
        spans += _find_runs(text)
    return spans


def find_in_script(source: str) -> list[Span]:
    """Find the secrets of a script: in its literals and comments, never in its code.

    Kinds beside those of shapes and URLs: `assigned` (given to, or compared with, a name that
    speaks of a secret), `random` (a literal that is one random string), `pair` (user and
    password).
    """
    chunks = Chunks(source)
    spans = find_shapes(source)
    spans += find_urls_in_text(source)
    spans += find_assigned(source, chunks)
    spans += [
        span
        for span in (
            *_find_random_literals(source),
            *_find_pairs(source),
            *_find_logins(source),
            *_find_encoded(source),
        )
        if chunks.hold(span.start, span.end)
    ]
    return spans


_SHORTEST_RUN = 32
_RUN = re.compile(r"[A-Za-z0-9_-]{32,}")


def _find_runs(text: str) -> Iterator[Span]:
    # Ids are shorter, but for those of direct messages: two of 17 characters.
    for run in _RUN.finditer(text):
        if token_kind(run.group()) == "token":
            yield Span(*run.span(), "random")


_QUOTED_RUN = re.compile(r"[\"'`]([A-Za-z0-9_+/=.~:-]{16,}+)(?:\\[nr])*(?=[\"'`])")
# The server's own ids: 17 characters without those that are easily confused.
_ID = re.compile(r"[23456789A-HJ-NP-TW-Za-km-tv-z]{17}")
_SHORTEST_HEX = 32
_GIT_HASH = 40
_SEGMENT = re.compile(r"[^/]+")
_FIRST_SEGMENT = re.compile(r"[a-z]*/")


def _find_random_literals(source: str) -> Iterator[Span]:
    for match in _QUOTED_RUN.finditer(source):
        text = match.group(1)
        if "://" in text or token_kind(text) is None:
            continue
        if _FIRST_SEGMENT.match(text):
            segments = _SEGMENT.finditer(source, *match.span(1))
            yield from (Span(*s.span(), "random") for s in segments if _is_random(s.group()))
        elif _is_random(text):
            yield Span(*match.span(1), "random")


def _is_random(text: str) -> bool:
    kind = token_kind(text)
    if kind == "hex":
        return len(text) >= _SHORTEST_HEX and len(text) != _GIT_HASH
    return kind == "token" and not _ID.fullmatch(text)


_HOST_AFTER_PAIR = re.compile(r"[A-Za-z0-9-]+\.[A-Za-z]|localhost|tcp\(|\d+\.\d+\.\d+\.\d+")
_NO_PASSWORD = re.compile(r"[\s\"'`/:<>,;]")
_NO_USERS = ("mailto", "acct", "sip", "sips", "xmpp", "tel", "im")
_LONGEST_PASSWORD = 128
_SHORTEST_PASSWORD = 3


def _find_pairs(text: str) -> Iterator[Span]:
    # user:password@host, without a scheme
    at = text.find("@")
    while at >= 0:
        colon = text.rfind(":", max(at - _LONGEST_PASSWORD, 0), at)
        if (
            0 < colon < at - _SHORTEST_PASSWORD
            and text[colon - 1].isalnum()
            and _HOST_AFTER_PAIR.match(text, at + 1)
            and not _NO_PASSWORD.search(text, colon + 1, at)
            and not text.endswith(_NO_USERS, 0, colon)
        ):
            yield Span(colon + 1, at, "pair")
        at = text.find("@", at + 1)


_LOGIN = re.compile(
    r"(?<=\s)(?:-[uU]|--(?:proxy-)?user)[\s=]{0,4}[\\\"']{0,2}[^\s:\"'`\\]{1,64}:([^\s\"'`\\]{3,128})"
)


def _find_logins(text: str) -> Iterator[Span]:
    # curl -u user:password https://…
    if "curl" in text:
        for match in _LOGIN.finditer(text):
            yield from leave_templates(text, Span(*match.span(1), "pair"))


_ENCODED = re.compile(
    r"(?:btoa|Buffer(?:\.from)?|base64\w*(?:\.\w+)?)\(\s{0,8}([\"'`])([^\"'`\s:]+:[^\"'`\s]{3,})\1",
    re.IGNORECASE,
)


def _find_encoded(source: str) -> Iterator[Span]:
    # as in the header that is made with btoa
    if "btoa(" in source or "Buffer" in source or "ase64" in source:
        for match in _ENCODED.finditer(source):
            yield Span(*match.span(2), "pair")
