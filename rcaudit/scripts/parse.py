"""Turning the text of a script into a syntax tree, whatever the text is."""

import re
import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser, Point, Query

MAX_CHARACTERS: Final = 1 << 20
MAX_NODES: Final = 600_000
# V8 gives up on some 8,000 brackets inside each other; error recovery slows down long after that.
MAX_DEPTH: Final = 5_000
# A script of 1 MiB takes 0.2 s; text that is no script can make error recovery explore for minutes.
MAX_SECONDS: Final = 0.7
# Text that takes longest needs some 10 µs a byte.
_ALWAYS_QUICK: Final = 1 << 15
_CHUNK: Final = 1 << 16

_LINE_END: Final = re.compile(rb"\r\n|\n|\r|\xe2\x80[\xa8\xa9]")
_BRACKET: Final = re.compile(rb"[][(){}]")
_UNPARSABLE: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A script and its syntax tree, or the reason why there is none.

    Attributes:
        data: The text in UTF-8, as the tree's byte offsets count it.
        root: The tree's root, None when `problem` is set.
        problem: Why the script was not analysed.
    """

    data: bytes
    root: "Node | None"
    problem: str | None
    line_starts: Sequence[int]

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, both counted from 1 and in characters, of a byte offset."""
        line = bisect_right(self.line_starts, offset)
        start = self.line_starts[line - 1]
        return line, len(self.data[start:offset].decode("utf-8", "replace")) + 1

    def line_at(self, offset: int) -> str:
        """Return the line of source that a byte offset is in, without its end."""
        line = bisect_right(self.line_starts, offset)
        start = self.line_starts[line - 1]
        ends = self.line_starts[line : line + 1]
        return self.data[start : ends[0] if ends else None].decode().rstrip("\r\n\u2028\u2029")


@cache
def _language() -> "Language":
    # Imported when first needed: `import rcaudit` stays light.
    import tree_sitter
    import tree_sitter_javascript

    return tree_sitter.Language(tree_sitter_javascript.language())


def parse_script(source: str) -> Parsed:
    """Parse a script; a text that is too large or too odd to parse gives a `problem` instead.

    NUL and lone surrogates become U+FFFD, so that columns stay and code with them is an error,
    as it is for V8.
    """
    if len(source) > MAX_CHARACTERS:
        return _unparsed(f"longer than {MAX_CHARACTERS:,} characters")
    data = _UNPARSABLE.sub("\ufffd", source).encode()
    if _bracket_depth(data) > MAX_DEPTH:
        return _unparsed(f"more than {MAX_DEPTH:,} brackets inside each other")
    root = _parse_within_bounds(data)
    if root is None:
        return _unparsed("too tangled to parse")
    if root.descendant_count > MAX_NODES:
        return _unparsed(f"more than {MAX_NODES:,} syntax nodes")
    starts = [0, *(found.end() for found in _LINE_END.finditer(data))]
    return Parsed(data=data, root=root, problem=None, line_starts=starts)


def _unparsed(problem: str) -> Parsed:
    return Parsed(data=b"", root=None, problem=problem, line_starts=(0,))


def _parse_within_bounds(data: bytes) -> "Node | None":
    from tree_sitter import Parser

    # A parser of its own for every text: callbacks let other threads run.
    parser = Parser(_language())
    if len(data) > _ALWAYS_QUICK and not _is_parsed_in_time(parser, data):
        return None
    return parser.parse(data).root_node


def _is_parsed_in_time(parser: "Parser", data: bytes) -> bool:
    """Parse for a try, by callbacks: nodes of that tree would ask them for every byte of text."""
    give_up_at = time.thread_time() + MAX_SECONDS  # of this thread's own work: load counts nothing

    def read(offset: int, _point: "Point") -> bytes:
        return data[offset : offset + _CHUNK]

    def should_stop(_offset: int, _has_error: bool) -> bool:
        return time.thread_time() > give_up_at

    try:
        parser.parse(read, progress_callback=should_stop)
    except ValueError:  # what a stopped parse raises
        parser.reset()
        return False
    return True


def find_nodes(root: "Node", pattern: str) -> list["Node"]:
    """Return all nodes that a tree-sitter query captures."""
    from tree_sitter import QueryCursor

    found = QueryCursor(_query(pattern)).captures(root)
    return [node for nodes in found.values() for node in nodes]


@cache
def _query(pattern: str) -> "Query":
    from tree_sitter import Query

    return Query(_language(), pattern)


def _bracket_depth(data: bytes) -> int:
    """Bound how deep brackets nest, those in strings and comments included."""
    if sum(map(data.count, (b"(", b"[", b"{"))) <= MAX_DEPTH:
        return 0
    steps = (1 if found in b"([{" else -1 for found in _BRACKET.findall(data))
    return max(accumulate(steps), default=0)
