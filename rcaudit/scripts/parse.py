"""Turning the text of a script into a syntax tree, whatever the text is."""

import re
import time
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser, Point, Query

MAX_CHARACTERS: Final = 1 << 20
# A tenth of a real script is nodes; the walk over so many takes some 0.5 s.
MAX_NODES: Final = 250_000
# V8 gives up on some 8,000 brackets inside each other, and people long before.
MAX_DEPTH: Final = 500
# A script of 1 MiB takes 0.3 s; text that is no script can make error recovery explore for minutes.
MAX_SECONDS: Final = 1.0
# Text that takes longest needs some 10 µs a byte.
_ALWAYS_QUICK: Final = 1 << 15
_CHUNK: Final = 1 << 16

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


@cache
def _language() -> "Language":
    import tree_sitter  # noqa: PLC0415 - here and below: `import rcaudit` stays light
    import tree_sitter_javascript  # noqa: PLC0415 - as above

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
    problem = _problem_of_long(data) if len(data) > _ALWAYS_QUICK else None
    if problem is not None:
        return _unparsed(problem)
    return Parsed(data=data, root=_new_parser().parse(data).root_node, problem=None)


def _unparsed(problem: str) -> Parsed:
    return Parsed(data=b"", root=None, problem=problem)


def _new_parser() -> "Parser":
    """Make a parser of its own for every text: callbacks let other threads run."""
    from tree_sitter import Parser  # noqa: PLC0415 - as above

    return Parser(_language())


def _problem_of_long(data: bytes) -> str | None:
    """Parse for a try, by callbacks: nodes of that tree would ask them for every byte of text."""
    give_up_at = time.thread_time() + MAX_SECONDS  # of this thread's own work: load counts nothing

    def read(offset: int, _point: "Point") -> bytes:
        return data[offset : offset + _CHUNK]

    def should_stop(_offset: int, _has_error: bool) -> bool:
        return time.thread_time() > give_up_at

    try:
        tree = _new_parser().parse(read, progress_callback=should_stop)
    except ValueError:  # what a stopped parse raises
        return "too tangled to parse"
    is_large = tree.root_node.descendant_count > MAX_NODES
    return f"more than {MAX_NODES:,} syntax nodes" if is_large else None


def find_nodes(root: "Node", pattern: str) -> list["Node"]:
    """Return all nodes that a tree-sitter query captures."""
    from tree_sitter import QueryCursor  # noqa: PLC0415 - as above

    found = QueryCursor(_query(pattern)).captures(root)
    return [node for nodes in found.values() for node in nodes]


@cache
def _query(pattern: str) -> "Query":
    from tree_sitter import Query  # noqa: PLC0415 - as above

    return Query(_language(), pattern)


def _bracket_depth(data: bytes) -> int:
    """Bound how deep brackets nest, those in strings and comments included."""
    if sum(map(data.count, (b"(", b"[", b"{"))) <= MAX_DEPTH:
        return 0
    steps = (1 if found in b"([{" else -1 for found in _BRACKET.findall(data))
    return max(accumulate(steps), default=0)
