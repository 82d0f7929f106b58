"""What a URL gives away: user and password, query values, secret segments of its path."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from rcaudit.snapshot.authority import Authority, bad_port, find_authority
from rcaudit.snapshot.credentials import (
    Span,
    leave_templates,
    merge_spans,
    speaks_of_secret,
    token_kind,
)
from rcaudit.snapshot.shapes import find_shapes

_SEGMENT = re.compile(r"(?:%2[fF]|%5[cC])*+((?:[^/\\;%]++|%(?!2[fF]|5[cC]))+)")
_PARAMETER = re.compile(r"[^&;]+")
_URL_IN_TEXT = re.compile(r":\\{0,2}/\\{0,2}/(?:[^\s\"'`<>\\]++|\\{1,2}(?=/))+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*\Z")
_LONGEST_SCHEME = 20
_LEADS_TO_SECRET = re.compile(
    r"(?:(?:in|out)(?:coming|going)?[_-]?|api|web)?[_-]?hooks?(?:b2|-test|-waiting)?"
    r"|catch|tokens?|keys?|secrets?|apikeys?|integrations?|bots?",
    re.IGNORECASE,
)
_SHORT_SECRET = re.compile(
    r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{8,}|(?=\w*[a-z])(?=\w*[A-Z])\w{8,}", re.ASCII
)
_CAMEL = re.compile(r"[A-Z]?[a-z]+(?:[A-Z][a-z]{2,})*")
_HOSTS_OF_SECRETS = (
    (re.compile(r"hooks\.slack(?:-gov)?\.com"), 1),
    (re.compile(r"hooks\.zapier\.com"), 2),
    (re.compile(r"(?:hook\.)?(?:[\w-]+\.)?(?:make|integromat)\.com"), 0),
    (re.compile(r"api\.telegram\.org"), 0),
)
"""Hosts whose paths are secrets, and how many segments before them are not."""
_WORDS_OF_PATHS = frozenset({"silent", "sendmessage", "senddocument", "sendphoto"})


def find_url_secrets(url: str, *, every_value: bool = True) -> list[Span]:
    """Find what a webhook URL must lose.

    That is user and password, query values, the fragment, and the path's secret segments. Kinds
    are `userinfo`, `query:token` (its name or its look speaks of a secret), `query:value`,
    `fragment`, `path:token`, `path:uuid`, `path:hex`, or a vendor's shape.

    Args:
        url: Any text.
        every_value: Take all query values and the fragment, not only those that look secret.
    """
    return merge_spans([*find_shapes(url), *_find_parts(url, every_value=every_value)])


def find_urls_in_text(text: str, *, every_value: bool = False) -> Iterator[Span]:
    """Find the secret parts of the web addresses in running text or in a script."""
    if ":/" not in text and ":\\" not in text:
        return
    for start, url in _urls_in(text):
        for span in _find_parts(url, every_value=every_value):
            for part in leave_templates(url, span):
                yield Span(start + part.start, start + part.end, part.kind)


def _urls_in(text: str) -> Iterator[tuple[int, str]]:
    # Looking for `://` and then back is twenty times as fast as a pattern that begins with a word.
    for found in _URL_IN_TEXT.finditer(text):
        scheme = _SCHEME.search(text, max(found.start() - _LONGEST_SCHEME, 0), found.start())
        if scheme:
            yield scheme.start(), text[scheme.start() : found.end()]


def _find_parts(url: str, *, every_value: bool) -> Iterator[Span]:
    authority = find_authority(url)
    if authority.user_end > authority.user_start:
        yield Span(authority.user_start, authority.user_end, "userinfo")
    port = bad_port(url, authority)
    if port is not None:
        # `javascript:void(0)` has no host: what it says is taken out, but it is no password.
        yield Span(*port, "userinfo" if authority.is_led else "opaque")
    # Without a scheme `hooks/abc` may be a path, and `example.com/hooks/abc` none.
    is_host = authority.is_led or "." in url[authority.host_start : authority.host_end]
    start = authority.host_end if is_host else authority.host_start
    end = _place(url, "#", start, len(url))
    query = _place(url, "?", start, end)
    yield from _find_in_path(url, (start, query), authority)
    yield from _find_in_query(url, (query + 1, end), every_value=every_value)
    if every_value:
        yield Span(end + 1, len(url), "fragment")
    else:
        spans = _find_in_query(url, (end + 1, len(url)), every_value=False)
        yield from (span._replace(kind="fragment") for span in spans)


def _place(url: str, mark: str, start: int, end: int) -> int:
    place = url.find(mark, start, end)
    return place if place >= 0 else end


def _find_in_path(url: str, path: tuple[int, int], authority: Authority) -> Iterator[Span]:
    is_led_to = False
    kept = _kept_segments(authority.host(url))
    for number, segment in enumerate(_SEGMENT.finditer(url, *path)):
        text = unquote(segment.group(1))
        if kept is not None and number >= kept and text.lower() not in _WORDS_OF_PATHS:
            kind: str | None = "token"
        else:
            kind = _segment_kind(text, is_led_to=is_led_to)
        if kind is not None:
            yield Span(*segment.span(1), f"path:{kind}")
        is_led_to = is_led_to or _LEADS_TO_SECRET.fullmatch(text) is not None


def _kept_segments(host: str) -> int | None:
    return next((kept for pattern, kept in _HOSTS_OF_SECRETS if pattern.fullmatch(host)), None)


def _segment_kind(text: str, *, is_led_to: bool) -> str | None:
    name, _, value = text.partition("=")
    kind = token_kind(value or text)
    if kind is not None:
        return kind
    if value and speaks_of_secret(name):
        return "token"
    if is_led_to and _SHORT_SECRET.fullmatch(text) and not _CAMEL.fullmatch(text):
        return "token"
    return "token" if _has_user(text) else None


def _has_user(text: str) -> bool:
    return ":" in text[: max(text.rfind("@"), 0)]


def _find_in_query(url: str, query: tuple[int, int], *, every_value: bool) -> Iterator[Span]:
    for parameter in _PARAMETER.finditer(url, *query):
        name, separator, value = map(unquote, parameter.group().partition("="))
        start = parameter.start() + parameter.group().find("=") + 1 if separator else -1
        if not separator:
            # A parameter without a name, as in `?s3cr3t`, is a value; a plain word is a switch.
            name, value, start = "", name, parameter.start()
        elif token_kind(name) is not None:
            start = parameter.start()
        is_secret = (
            token_kind(name or value) is not None
            or token_kind(value) is not None
            or bool(value and speaks_of_secret(name))
            or _has_user(value)
        )
        if is_secret or (every_value and (value if separator else not value.isalpha())):
            kind = "query:token" if is_secret else "query:value"
            yield Span(start, parameter.end(), kind)
