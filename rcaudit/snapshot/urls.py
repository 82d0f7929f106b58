"""What a URL gives away, found without trusting that it is a URL."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from rcaudit.snapshot.credentials import Span, find_shapes, speaks_of_secret, token_kind

# RFC 3986, appendix B: never fails, whatever the text is. urllib.parse raises on `http://[`.
_URL = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_SEGMENT = re.compile(r"[^/;]+")
_PARAMETER = re.compile(r"[^&;]+")
_AFTER_SCHEME = re.compile(r"://[^\s\"'`<>\\]+")
_SCHEME = re.compile(r"https?\Z", re.IGNORECASE)
_TEMPLATE = re.compile(r"\$\{[^}]*\}?|\{\{[^}]*\}?\}?|<[^>]*>|%[A-Z_]+%")
_LEADS_TO_SECRET = re.compile(
    r"(?:api|web)?hooks?(?:b2)?|services|catch|tokens?|keys?|secrets?|apikeys?|integration",
    re.IGNORECASE,
)
_SHORT_SECRET = re.compile(
    r"(?=[^\d]*\d)(?=.*[A-Za-z])[A-Za-z0-9]{8,}|(?=.*[a-z])(?=.*[A-Z])\w{8,}"
)
_NO_PORT = re.compile(r":([^\]:@]*[^\]:@\d][^\]:@]*)$")
_HOSTS_OF_SHORT_SECRETS = re.compile(r"hooks\.zapier\.com|hook\.[\w.]*(?:make|integromat)\.com")


def find_url_secrets(url: str, *, every_value: bool = True) -> list[Span]:
    """Find what a webhook URL must lose: userinfo, query values, fragment, secret path segments.

    Kinds are `userinfo`, `query:token` (its name or its look speaks of a secret), `query:value`,
    `fragment`, `path:token`, `path:uuid`, `path:hex`, or a vendor's shape.

    Args:
        url: Any text; what has no `//` is looked at as a path.
        every_value: Take all query values and the fragment, not only those that look secret.
    """
    match = _URL.fullmatch(url)
    assert match is not None, "the pattern matches every text"  # noqa: S101 - for the type checker
    spans = _find_userinfo(match)
    spans += _find_in_path(match)
    spans += _find_in_query(match, every_value=every_value)
    if match.group(5) and (every_value or token_kind(match.group(5))):
        spans.append(Span(*match.span(5), "fragment"))
    return merge_spans(find_shapes(url) + spans)


def find_urls_in_text(text: str) -> list[Span]:
    """Find the secret parts of the web addresses in running text or in a script."""
    return [
        Span(start + span.start, start + span.end, span.kind)
        for start, url in _urls_in(text)
        for span in find_url_secrets(url, every_value=False)
        if not _TEMPLATE.search(url[span.start : span.end])
    ]


def _urls_in(text: str) -> Iterator[tuple[int, str]]:
    # Looking for `://` and then back is twenty times as fast as a pattern that begins with a word.
    for found in _AFTER_SCHEME.finditer(text):
        scheme = _SCHEME.search(text, max(found.start() - 5, 0), found.start())
        if scheme:
            yield scheme.start(), text[scheme.start() : found.end()]


def merge_spans(spans: list[Span]) -> list[Span]:
    """Sort spans and join those that overlap; the first one's kind stays."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = last._replace(end=max(last.end, span.end))
        elif span.start < span.end:
            merged.append(span)
    return merged


def _find_userinfo(match: re.Match[str]) -> list[Span]:
    if match.group(2) is None:
        # Without `//`, as in `user:password@host/path`, all before the last `@` is taken.
        head = re.split(r"[/?#]", match.string, maxsplit=1)[0]
        end = -1 if match.group(1) == "mailto" else head.rfind("@")
        return [Span(0, end, "userinfo")] if end > 0 else []
    start, end = match.span(2)
    at = match.string.rfind("@", start, end)
    # A port that is no number is the rest of a password with a `/`, `?` or `#` in it.
    port = _NO_PORT.search(match.string, max(at + 1, start), end)
    spans = [Span(start, at, "userinfo")] if at > start else []
    return [*spans, Span(*port.span(1), "userinfo")] if port else spans


def _find_in_path(match: re.Match[str]) -> list[Span]:
    spans = []
    is_led_to = False
    segments = list(_SEGMENT.finditer(match.string, *match.span(3)))
    for segment in segments:
        text = unquote(segment.group())
        kind = _segment_kind(text, is_led_to=is_led_to)
        if kind is not None:
            spans.append(Span(*segment.span(), f"path:{kind}"))
        is_led_to = is_led_to or _LEADS_TO_SECRET.fullmatch(text) is not None
    if segments and _HOSTS_OF_SHORT_SECRETS.fullmatch(match.group(2) or ""):
        spans.append(Span(*segments[-1].span(), "path:token"))
    return spans


def _segment_kind(text: str, *, is_led_to: bool) -> str | None:
    name, separator, value = text.partition("=")
    kind = token_kind(value if separator else text)
    if kind is not None:
        return kind
    names_secret = bool(value) and speaks_of_secret(name)
    return "token" if names_secret or (is_led_to and _SHORT_SECRET.fullmatch(text)) else None


def _find_in_query(match: re.Match[str], *, every_value: bool) -> list[Span]:
    spans = []
    if match.group(4) is None:
        return []
    for parameter in _PARAMETER.finditer(match.string, *match.span(4)):
        name, separator, value = parameter.group().partition("=")
        start = parameter.end() - len(value) if separator else parameter.start()
        text = unquote(value if separator else name)
        is_secret = token_kind(text) is not None or (bool(value) and speaks_of_secret(name))
        # A parameter without a name, as in `?s3cr3t`, is a value; a plain word is a switch.
        if is_secret or (every_value and (value or not name.isalpha())):
            kind = "query:token" if is_secret else "query:value"
            spans.append(Span(start, parameter.end(), kind))
    return spans
