"""Where the comments and the literals of a script are: all else is code and stays as it is."""

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

# The first characters tell the alternatives apart: with groups the search is five times slower.
_PARTS = (
    r"//[^\n\r\u2028\u2029]*+"
    r"|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?"
    r"|\"(?:[^\"\\\n]++|\\[\s\S])*+\"?"
    r"|'(?:[^'\\\n]++|\\[\s\S])*+'?"
    r"|`|/"
)
_CODE = re.compile(_PARTS)
_CODE_IN_TEMPLATE = re.compile(rf"{_PARTS}|\{{|\}}")
_TEMPLATE = re.compile(r"(?:[^`\\$]++|\\[\s\S]|\$(?!\{)|\\\Z)*+")
_REGEX = re.compile(r"/(?:[^/\\\[\n]++|\\[^\n]|\[(?:[^\]\\\n]++|\\[^\n])*+\])++/[a-z]*+")
_BEFORE_REGEX = frozenset("(,=:[!&|?{};+-*%~^<>")
_WORD_BEFORE_REGEX = re.compile(
    r"(?<![\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|else|do|yield|await)\Z"
)
_LONGEST_WORD_BEFORE = 8


class Chunk(NamedTuple):
    """A stretch of a script that is no code: `source[start:end]`, without quotes."""

    start: int
    end: int
    is_comment: bool


class Chunks:
    """The comments and literals of one script, in order. Any text is taken.

    A template literal is one chunk for each of its parts between `${…}`; a regular expression
    is code. The script is read when the first question is asked.
    """

    def __init__(self, source: str) -> None:
        self._source = source

    @cached_property
    def _chunks(self) -> list[Chunk]:
        return _find_chunks(self._source)

    @cached_property
    def _starts(self) -> list[int]:
        return [chunk.start for chunk in self._chunks]

    def at(self, position: int) -> Chunk | None:
        """Return the chunk that a position is in, None for code."""
        number = bisect_right(self._starts, position) - 1
        if number >= 0 and position < self._chunks[number].end:
            return self._chunks[number]
        return None

    def hold(self, start: int, end: int) -> bool:
        """Say whether `source[start:end]` is inside one chunk."""
        chunk = self.at(start)
        return chunk is not None and end <= chunk.end


def _find_chunks(source: str) -> list[Chunk]:
    chunks: list[Chunk] = []
    braces: list[int] = []  # how many are open inside each `${` that is open
    position = 0
    while (match := (_CODE_IN_TEMPLATE if braces else _CODE).search(source, position)) is not None:
        start, position = match.span()
        part = match.group()
        if part[0] in "\"'":
            chunks.append(_without_quotes(part, start, position))
        elif part[:2] in {"//", "/*"}:
            chunks.append(Chunk(start, position, is_comment=True))
        elif part == "/":
            position = _skip_regex(source, start)
        elif part == "`" or (part == "}" and braces[-1] == 0):
            if part == "}":
                braces.pop()
            position = _read_template(source, position, chunks, braces)
        else:
            braces[-1] += 1 if part == "{" else -1
    return chunks


def _without_quotes(part: str, start: int, end: int) -> Chunk:
    is_closed = len(part) > 1 and part[-1] == part[0]
    return Chunk(start + 1, end - is_closed, is_comment=False)


def _read_template(source: str, position: int, chunks: list[Chunk], braces: list[int]) -> int:
    match = _TEMPLATE.match(source, position)
    end = match.end() if match else position
    chunks.append(Chunk(position, end, is_comment=False))
    if source.startswith("${", end):
        braces.append(0)
        return end + 2
    return end + 1


def _skip_regex(source: str, position: int) -> int:
    before = position - 1
    while before >= 0 and source[before] in " \t\r\n":
        before -= 1
    is_regex = (
        before < 0
        or source[before] in _BEFORE_REGEX
        or _WORD_BEFORE_REGEX.search(source, max(before - _LONGEST_WORD_BEFORE, 0), before + 1)
    )
    match = _REGEX.match(source, position) if is_regex else None
    return match.end() if match else position + 1
