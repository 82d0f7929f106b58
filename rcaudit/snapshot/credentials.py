"""What looks like a credential: names that speak of one, and texts that nobody would make up."""

import re
import string
from functools import lru_cache
from itertools import permutations
from typing import Literal, NamedTuple


class Span(NamedTuple):
    """A part of a text that is to be removed: `text[start:end]`, and what it looks like."""

    start: int
    end: int
    kind: str


def merge_spans(spans: list[Span]) -> list[Span]:
    """Sort spans, join those that overlap (the first one's kind stays), and drop empty ones."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = last._replace(end=max(last.end, span.end))
        elif span.start < span.end:
            merged.append(span)
    return merged


def lower_in_place(text: str) -> str:
    """Return the text in lower case, each character at its place.

    The lower case of U+0130 is two characters; where it occurs, only ASCII is lowered.
    """
    lower = text.lower()
    if len(lower) != len(text):
        return "".join(c.lower() if c.isascii() else c for c in text)
    return lower


_TEMPLATE = re.compile(r"\$\{[^}]*\}?|\{\{[^}]*\}?\}?|%[A-Z_]{2,40}%|<[\w .-]{1,40}>")
_MAY_BE_TEMPLATE = re.compile(r"[{%<]")
_ALPHANUMERICS = re.compile(r"[^\W_]")


def leave_templates(text: str, span: Span) -> list[Span]:
    """Return the parts of a span outside `${…}`, `{{…}}`, `<name>` and `%NAME%`."""
    if not _MAY_BE_TEMPLATE.search(text, span.start, span.end):
        return [span]
    parts, start = [], span.start
    for template in _TEMPLATE.finditer(text, span.start, span.end):
        parts.append(span._replace(start=start, end=template.start()))
        start = template.end()
    parts.append(span._replace(start=start))
    return [part for part in parts if _ALPHANUMERICS.search(text, part.start, part.end)]


_NOT_LETTERS = re.compile(r"[^a-z\u0430-\u044f]+")
_SPEAKING_PARTS = re.compile(
    r"token(?!i[sz])|secret(?!ar)|passwor[dt]|passwd|passphrase|pwd|authori[sz]|credential|sess(?:ion)?id"
    r"|kennwort|motdepasse|contrasen?[ay]|senha|парол"
    r"|(?:api|app|access|auth|private|client|signing|encryption|account|routing|license)key"
)
_NAME_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SPEAKING_WORDS = frozenset(
    {"auth", "bearer", "cookie", "cookies", "cred", "creds", "jwt", "key", "keys", "pass", "pin"}
)
_KEY_WORDS = frozenset({"key", "keys"})
_DESCRIBING_WORDS = frozenset(
    {
        *(
            "count",
            "endpoint",
            "error",
            "errors",
            "expired",
            "expires",
            "expiry",
            "field",
            "fields",
        ),
        *("format", "handler", "header", "headers", "id", "index", "info", "invalid", "kind"),
        *("label", "length", "message", "method", "missing", "mode", "msg", "name", "names"),
        *("param", "parameter", "params", "path", "pattern", "placeholder", "position", "prefix"),
        *("regex", "required", "response", "state", "status", "suffix", "text", "title", "type"),
        *("types", "uri", "url", "urls", "valid"),
    }
)

Speech = Literal["plain", "vague"]


@lru_cache(maxsize=1024)
def speaks_of_secret(name: str) -> bool:
    """Say whether a field or parameter name speaks of a token, secret, password or key."""
    if _SPEAKING_PARTS.search(_NOT_LETTERS.sub("", name.lower())):
        return True
    return any(word.lower() in _SPEAKING_WORDS for word in _NAME_WORD.findall(name))


@lru_cache(maxsize=1024)
def speech_of(name: str) -> Speech | None:
    """Say how a name speaks of a secret: in plain words, vaguely, or not at all (None).

    A vague one may as well name something harmless: `sortKey`, `tokenType`, `PASSWORD_FIELD`.
    """
    words = [word.lower() for word in _NAME_WORD.findall(name)]
    is_plain = _SPEAKING_PARTS.search(_NOT_LETTERS.sub("", name.lower())) is not None
    if not words:
        return "plain" if is_plain else None
    if is_plain or not _SPEAKING_WORDS.isdisjoint(words):
        is_key = not is_plain and _SPEAKING_WORDS.intersection(words) <= _KEY_WORDS
        return "vague" if is_key or words[-1] in _DESCRIBING_WORDS else "plain"
    return None


_UUID = re.compile(
    r"(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])",
    re.IGNORECASE,
)
_HEX = re.compile(r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,}", re.IGNORECASE)
_RUN = re.compile(r"[A-Za-z0-9]{16,}")
_ALPHANUMERIC = string.ascii_letters + string.digits
_LETTERS_OF_NO_WORD = 24
_DISTINCT_CHARACTERS = 6
_SWITCHES_PER_CHARACTER = 0.3
_SWITCHES_IN_ONE_CASE = 0.22
_SWITCHES_IN_BASE64 = 0.45
_BASE64 = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[A-Za-z0-9+/_-]{32,}={0,2}")
_SIGNS = re.compile(r"[+/=_-]")
_CLASSES = {ord(c): "0" if c.isdigit() else "A" if c.isupper() else "a" for c in _ALPHANUMERIC}
_SWITCHES = tuple(map("".join, permutations("0Aa", 2)))
_CHARACTERS_LOOKED_AT = 256
_CONSONANTS = re.compile(r"[^aeiou]{5}", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiou]", re.IGNORECASE)
_VOWELS_PER_LETTER = 0.3
_SHORTEST_TOKEN = 16


def token_kind(text: str) -> str | None:
    """Say what a random-looking text is: `uuid`, `hex` or `token`; None for words and numbers.

    Random strings change between upper case, lower case and digits far more often than words do:
    0.6 times a character where all 62 are used, 0.4 for digits and one case, 0.28 for camel case.
    Where there is one case only, words have more vowels: 0.38 of their letters, against 0.2.
    """
    if len(text) < _SHORTEST_TOKEN:
        return None
    if _UUID.search(text):
        return "uuid"
    if _HEX.fullmatch(text):
        return "hex"
    if any(_is_random(run, _SWITCHES_PER_CHARACTER) for run in _RUN.findall(text)):
        return "token"
    is_base64 = _BASE64.fullmatch(text[:_CHARACTERS_LOOKED_AT]) is not None
    if is_base64 and _is_random(_SIGNS.sub("", text), _SWITCHES_IN_BASE64):
        return "token"
    return None


def _is_random(run: str, switches_per_character: float) -> bool:
    run = run[:_CHARACTERS_LOOKED_AT]
    if len(set(run)) < _DISTINCT_CHARACTERS or run.isdigit():
        return False
    classes = run.translate(_CLASSES)
    switches = sum(map(classes.count, _SWITCHES))
    if switches == 0:
        vowels = len(_VOWELS.findall(run))
        is_word = vowels >= _VOWELS_PER_LETTER * len(run) and not _CONSONANTS.search(run)
        return len(run) >= _LETTERS_OF_NO_WORD and not is_word
    has_one_case = "A" not in classes or "a" not in classes
    least = _SWITCHES_IN_ONE_CASE if has_one_case else switches_per_character
    return switches >= least * len(run)


_WORD = re.compile(
    r"\d+[a-z]{0,3}|[a-z]+\d{0,3}|[A-Z]+\d{0,3}|[A-Z]?[a-z]+(?:[A-Z][a-z]{2,})*(?:[A-Z]{2,4})?\d{0,3}"
)
_BETWEEN_WORDS = re.compile(r"[^A-Za-z0-9]+")
_SHORTEST_MADE_UP = 8


def looks_made_up(text: str) -> bool:
    """Say whether a text is no word, name or number: eight characters and more, with digits.

    `base64`, `deploy-notifications` and `2024-01-31` are words and numbers; `s3cr3t-Horse` is not.
    """
    text = text[:_CHARACTERS_LOOKED_AT]
    if len(text) < _SHORTEST_MADE_UP or not text.isprintable():
        return False
    if token_kind(text) is not None:
        return True
    pieces = _BETWEEN_WORDS.split(text)
    return any(
        piece and not _WORD.fullmatch(piece) and not piece.isalpha() and not piece.isdigit()
        for piece in pieces
    )
