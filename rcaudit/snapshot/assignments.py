"""Values that are given to a name that speaks of a secret: `apiKey = '…'`, `password: …`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rcaudit.snapshot.credentials import (
    Span,
    Speech,
    leave_templates,
    lower_in_place,
    speech_of,
)
from rcaudit.snapshot.literals import Chunks
from rcaudit.snapshot.values import find_value

_NEEDLES = (
    *("token", "secret", "pass", "pwd", "auth", "cred", "key", "cookie", "jwt", "bearer"),
    *("kennwort", "contrase", "senha", "парол"),
)
_JOINT = re.compile(
    r"([\w$-]{0,40}+)(?:\\{0,3}[\"'`])?[ \t]{0,8}+[\])]{0,2}\s{0,40}+"
    r"(\+=|\|\|=|\?\?=|===?|!==?|=(?!>)|:|,|\|\||\?\?|\()\s{0,40}+"
)
_OPENING = re.compile(r"(?:new\s{1,4}\w{1,20}\s?\(\s{0,4})?\[\s{0,40}+")
_LITERAL = re.compile(r"([\"'`])((?:(?!\1)[^\\\n]|\\[^\n])*+)\1|\\+([\"'])([^\"'\\\n]*+)\\+\3")
# What a literal, or a list of them, begins with: a quote, a backslash, a bracket, or `new Set`.
_OPENERS = "\"'`\\[n"
_GIVING = frozenset({"=", ":", "||=", "??="})
_NEXT = re.compile(r"\s{0,40}+(?:(,)|\+|\|\|)\s{0,40}+")
# What else a name may be given: `a || '…'`, `a ? '…' : '…'`, as far as the statement goes.
_PIECE = re.compile(
    r"(?:(\|\||\?\?|\?(?!\.)|:)\s{0,40}+)?([\"'`])((?:(?!\2)[^\\\n]|\\[^\n])*+)\2"
    r"|[\[\](){},;]|\n(?!\s{0,40}[?:&|])"
)
_RETURNED = re.compile(
    r"([\w$-]{0,40}+)\s{0,8}+(?:[=:]\s{0,8}+(?:async\s{1,8})?(?:function\s{0,8}[\w$]{0,40}+\s{0,8})?)?"
    r"\([^()\n]{0,80}+\)\s{0,8}+(?:=>\s{0,40}+(?:\{\s{0,40}+return\s{1,8})?|\{\s{0,40}+return\s{1,8})"
    r"(?=[\"'`])"
)
# Only so much of a value is looked at, lest a name in it be looked for in the rest of it again.
_LONGEST_LOOK = 256
_SPACE = re.compile(r"\s")
_BARE = re.compile(rf"[^\s\"'`<>]{{4,{_LONGEST_LOOK + 1}}}+")
_BARE_IN_LITERAL = re.compile(rf"[^\s\"'`<>&;,\\]{{4,{_LONGEST_LOOK + 1}}}+")
_BARE_REST = re.compile(r"[^\s\"'`<>&;,\\]*")
_SCHEME = re.compile(r"[A-Za-z]{3,12}[ \t]{1,4}(?=\S)")
_SETTER = re.compile(r"(?:set|append|add|put|header)\w{0,20}\(\s{0,4}[\"'`]\Z", re.IGNORECASE)
_CHOICE = re.compile(r"\?(?![.?])[^:;{},\n]{0,60}\Z")
_SETTERS = ("set", "with", "add")
_MEMBER = re.compile(r"=?\s*[\w$.?\[\]\"'(-]*")
_DECLARED = re.compile(r"\b(?:const|let|var)\s{1,8}\Z")
_LONGEST_NAME = 40
_LOOK_BACK = 80
_NAMES_BESIDE_USERS = frozenset({"pass", "pin"})
_SPACED_KEY = re.compile(
    r"\b(?:api|app|access|auth|private|client|signing|encryption|account|routing) keys?\Z",
    re.IGNORECASE,
)
_COMPLAINTS = ("unexpected ", "invalid ", "illegal ")


class _Name(NamedTuple):
    """A name that speaks of a secret, how it is joined to what follows, and where that begins."""

    start: int
    text: str
    joint: str
    position: int


def find_assigned(text: str, chunks: Chunks | None = None) -> Iterator[Span]:
    """Find what is given to, or compared with, a name that speaks of a secret.

    Args:
        text: A script, or running text.
        chunks: The script's comments and literals, outside which only literals are values; None
            for running text.
    """
    lower, end = lower_in_place(text), 0
    for at in _find_needles(lower):
        if at <= end:
            continue
        found = (
            *_find_before(text, at),
            *_find_after(text, lower, at, chunks),
            *_find_returned(text, at),
        )
        for span in found:
            if chunks is None or chunks.hold(span.start, span.end):
                end = max(end, span.end)
                yield span


def _find_needles(lower: str) -> list[int]:
    ends = []
    for needle in _NEEDLES:
        at = lower.find(needle)
        while at >= 0:
            at += len(needle)
            ends.append(at)
            at = lower.find(needle, at)
    ends.sort()
    return ends


def _find_before(text: str, at: int) -> Iterator[Span]:
    # 'secret' === request.headers.token
    sign = text.rfind("==", max(at - _LOOK_BACK, 0), at)
    if sign < 0 or not _MEMBER.fullmatch(text, sign + 2, at):
        return
    end = sign - (text[sign - 1] in "!=")
    while end and text[end - 1] == " ":
        end -= 1
    quote = text[end - 1 : end]
    if not quote or quote not in "\"'`":
        return
    start = text.rfind(quote, max(end - _LONGEST_LOOK, 0), end - 1) + 1
    if start and "\n" not in text[start:end]:
        name = text[_start_of_name(text, at) : at]
        yield from _judge(text, Span(start, end - 1, "assigned"), name, speech_of(name))


def _find_after(text: str, lower: str, at: int, chunks: Chunks | None) -> Iterator[Span]:
    joint = _JOINT.match(text, at)
    if joint is None:
        return
    if joint.group(2) not in _GIVING and text[joint.end() : joint.end() + 1] not in _OPENERS:
        return
    start = _start_of_name(text, at)
    name = _Name(start, text[start : joint.end(1)], joint.group(2), joint.end())
    speech = _speech_here(text, lower, name)
    if speech is None:
        return
    opening = _OPENING.match(text, name.position)
    literal = _LITERAL.match(text, opening.end() if opening else name.position)
    if literal is None and name.joint in {"=", ":"}:
        yield from _find_bare(text, name, speech, chunks)
    if literal is None and chunks and name.joint in _GIVING:
        yield from _find_alternatives(text, name, speech)
    while literal is not None:
        group = 2 if literal.group(1) else 4
        yield from _judge(text, Span(*literal.span(group), "assigned"), name.text, speech)
        following = _NEXT.match(text, literal.end())
        if following is None or (following.group(1) and not opening):
            return
        literal = _LITERAL.match(text, following.end())


def _find_alternatives(text: str, name: _Name, speech: Speech) -> Iterator[Span]:
    depth = 0
    for piece in _PIECE.finditer(text, name.position, name.position + _LONGEST_LOOK):
        sign = piece.group()
        if piece.group(1):
            yield from _judge(text, Span(*piece.span(3), "assigned"), name.text, speech)
        elif sign in "([":
            depth += 1
        elif sign in ")]" and depth:
            depth -= 1
        elif not piece.group(2) and (sign != "," or not depth):
            return


def _find_returned(text: str, at: int) -> Iterator[Span]:
    returned = _RETURNED.match(text, at)
    literal = _LITERAL.match(text, returned.end()) if returned else None
    if returned and literal:
        name = text[_start_of_name(text, at) : returned.end(1)]
        # A function may as well be named for what it does with a secret: `checkToken`.
        speech: Speech | None = "vague" if speech_of(name) else None
        yield from _judge(text, Span(*literal.span(2), "assigned"), name, speech)


def _start_of_name(text: str, at: int) -> int:
    start, least = at, max(at - _LONGEST_NAME, 0)
    while start > least and (text[start - 1].isalnum() or text[start - 1] in "_$-"):
        start -= 1
    if start and text[start - 1] == "\\":  # an escape's letter is no part of the name: `\ntoken=`
        return start + 1
    if text[start - 1 : start] == " " and text[start : start + 3].lower() == "key":
        spaced = _SPACED_KEY.search(text, max(start - _LONGEST_NAME, 0), at)
        return spaced.start() if spaced else start
    return start


def _speech_here(text: str, lower: str, name: _Name) -> Speech | None:
    speech, before = speech_of(name.text), max(name.start - _LOOK_BACK, 0)
    if speech is None or lower.endswith(_COMPLAINTS, before, name.start):
        return None
    if name.joint in {",", "("}:
        is_set = name.text.lower().startswith(_SETTERS) or _SETTER.search(text, before, name.start)
        return speech if is_set else "vague" if speech == "plain" else None
    if name.text.lower() in _NAMES_BESIDE_USERS and "user" not in lower[before : name.start]:
        return "vague"
    if name.joint != ":" or text.find("?", before, name.start) < 0:
        return speech
    return "vague" if _CHOICE.search(text, before, name.start) else speech


def _find_bare(text: str, name: _Name, speech: Speech, chunks: Chunks | None) -> Iterator[Span]:
    if chunks and _DECLARED.search(text, max(name.start - _LOOK_BACK, 0), name.start):
        return
    chunk = chunks.at(name.start) if chunks else None
    if chunks and chunk is None:
        return
    position, end = name.position, chunk.end if chunk else len(text)
    if "author" in name.text.lower():
        scheme = _SCHEME.match(text, position, end)
        position = scheme.end() if scheme else position
    pattern = _BARE_IN_LITERAL if chunk and not chunk.is_comment else _BARE
    match = pattern.match(text, position, end)
    if match is None:
        return
    for span in _judge(text, Span(*match.span(), "assigned"), name.text, speech):
        rest = _BARE_REST.match(text, span.end, end) if span.end == match.end() else None
        yield span._replace(end=rest.end()) if rest else span


def _judge(text: str, span: Span, name: str, speech: Speech | None) -> Iterator[Span]:
    if span.end - span.start > _LONGEST_LOOK:
        head = text[span.start : span.start + _LONGEST_LOOK]
        if speech and (not _SPACE.search(head) or find_value(head, name, speech)):
            yield span
        return
    parts = leave_templates(text, span)
    if parts and parts != [span]:
        speech = speech and "vague"
    for part in parts:
        value = text[part.start : part.end]
        found = find_value(value, name, speech) if speech else None
        if found is not None:
            yield part._replace(start=part.start + found[0], end=part.start + found[1])
