"""Cutting secrets out of texts, with a note of each: where it stood and its fingerprint."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from rcaudit.snapshot.credentials import Span, merge_spans
from rcaudit.snapshot.kinds import tell_kind
from rcaudit.snapshot.secret import FingerprintKey

MARK = "REDACTED"
_BEFORE = 200
_SHORTEST_MARK = 12
_SURROGATE = re.compile("[\ud800-\udfff]")
# What JavaScript takes for the end of a line, and a backslash before it, which joins two lines.
_LINE_ENDS = re.compile("\\\\?[\r\n\u2028\u2029]")


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


class Remover:
    """What was removed from one document so far, in the order of its fields."""

    def __init__(self, key: FingerprintKey) -> None:
        self.removed: list[Removed] = []
        self._key = key

    def drop(self, path: str, kind: str, value: Any) -> Any:
        """Note a value that goes as a whole, and return what is kept of it: None."""
        text = value if isinstance(value, str) else "\n".join(leaves(value))
        self.removed.append(Removed(path, kind, self._key.fingerprint(text), len(text)))
        return None

    def overwrite(self, path: str, text: str, spans: list[Span]) -> str:
        """Return the text with its spans overwritten, so that lines and columns stay."""
        return self._replace(path, text, spans, _cover)

    def mark(self, path: str, text: str, spans: list[Span]) -> str:
        """Return the text with a mark, that has the fingerprint, in place of each span."""
        return self._replace(path, text, spans, lambda _, mark: mark)

    def _replace(
        self, path: str, text: str, spans: list[Span], render: Callable[[str, str], str]
    ) -> str:
        parts, end, line, line_start = [], 0, 1, 0
        for span in merge_spans(spans):
            line += text.count("\n", end, span.start)
            line_start = max(line_start, text.rfind("\n", end, span.start) + 1)
            value = text[span.start : span.end]
            found = self._key.fingerprint(value)
            column = span.start - line_start + 1
            before = text[max(span.start - _BEFORE, 0) : span.start]
            kind = tell_kind(span.kind, value, before)
            self.removed.append(Removed(path, kind, found, len(value), line, column))
            parts += [text[end : span.start], render(value, f"{MARK}-{found}")]
            line += value.count("\n")
            line_start = max(line_start, text.rfind("\n", span.start, span.end) + 1)
            end = span.end
        return storable("".join([*parts, text[end:]]) if parts else text)


def _cover(value: str, mark: str) -> str:
    cover = ("" if len(value) < _SHORTEST_MARK else mark)[: len(value)].ljust(len(value), "*")
    parts, end = [], 0
    for line_end in _LINE_ENDS.finditer(value):
        parts += [cover[end : line_end.start()], line_end.group()]
        end = line_end.end()
    return "".join([*parts, cover[end:]])


def storable(text: str) -> str:
    """Replace lone surrogates, which JSON can carry and no file encoding can."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def leaves(value: Any) -> Iterator[str]:
    """Give the names and plain values in a JSON value, as text; depth does not matter."""
    rest = [value]
    while rest:
        item = rest.pop()
        if isinstance(item, dict):
            rest += [part for pair in reversed(item.items()) for part in reversed(pair)]
        elif isinstance(item, list):
            rest += reversed(item)
        else:
            yield item if isinstance(item, str) else json.dumps(item)
