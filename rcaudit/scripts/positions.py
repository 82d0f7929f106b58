"""From byte offsets to what people count: lines, columns, and a line's text."""

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

_LINE_END: Final = re.compile(rb"\r\n|\n|\r|\xe2\x80[\xa8\xa9]")
_BLOCK: Final = 1024
_CONTINUATION: Final = bytes(range(0x80, 0xC0))


class Positions:
    """The lines of a text in UTF-8; they end where JavaScript says."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        ends = list(_LINE_END.finditer(data))
        self._starts = [0, *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(data)]
        self._characters_before: list[int] = []
        if not data.isascii():
            blocks = (data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK))
            self._characters_before = list(accumulate(map(_characters, blocks), initial=0))

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of a byte, both counted from 1 and in characters."""
        line = bisect_right(self._starts, offset)
        return line, self._index(offset) - self._index(self._starts[line - 1]) + 1

    def _index(self, offset: int) -> int:
        if not self._characters_before:
            return offset
        block = offset // _BLOCK
        rest = self._data[block * _BLOCK : offset]
        return self._characters_before[block] + _characters(rest)

    def excerpt(self, offset: int, width: int) -> str:
        """Return the line that a byte is in, cut down to a width around the byte."""
        line = bisect_right(self._starts, offset) - 1
        start, end = self._starts[line], self._ends[line]
        begin, finish = max(start, offset - 4 * width), min(end, offset + 4 * width)
        left = self._data[begin:offset].decode("utf-8", "ignore").lstrip()
        right = self._data[offset:finish].decode("utf-8", "ignore").rstrip()
        if len(left) + len(right) <= width:
            return left + right
        kept_left = left[-(width // 2) :]
        kept_right = right[: width - len(kept_left)]
        is_cut_left, is_cut_right = kept_left != left, finish < end or kept_right != right
        return f"{'…' * is_cut_left}{kept_left}{kept_right}{'…' * is_cut_right}"


def _characters(part: bytes) -> int:
    """Count the characters that begin in a part of a text."""
    return len(part.translate(None, _CONTINUATION))
