"""Texts of the workspace made fit for a figure: one short line of glyphs that there are."""

import unicodedata
from functools import cache

from matplotlib import font_manager

PLACEHOLDER = "\N{WHITE SQUARE}"
"""Stands for a character that no installed font can draw; DejaVu Sans has it."""

_FONTS_OF_OTHER_SCRIPTS = (
    *("Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans JP", "Noto Sans SC", "Noto Sans KR"),
    *("WenQuanYi Zen Hei", "Microsoft YaHei", "Yu Gothic", "Malgun Gothic", "PingFang SC"),
    *("Hiragino Sans", "Arial Unicode MS", "Noto Sans Devanagari", "Noto Sans Thai"),
)
_UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
"""Unicode's categories of controls (bidirectional overrides among them) and line separators."""
_VARIATIONS = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""They choose between looks of the character before them, and have none of their own."""
_MARKS = {"Mn", "Me", "Mc"}
_MARKS_IN_A_ROW = 2


def make_label(text: str, longest: int = 32) -> str:
    """Return a text as one line of at most so many characters, all of which can be drawn.

    White space is folded, what cannot be seen left out, and a character that no font has is a
    white square: matplotlib would warn at each of them.
    """
    line = " ".join(text.split())
    drawn = "".join(_draw(character) for character in _without_towers(line))
    drawn = " ".join(drawn.split())
    return drawn if len(drawn) <= longest else f"{drawn[: longest - 1].rstrip()}…"


@cache
def font_families() -> list[str]:
    """Return the font families to draw the workspace's texts in, the first that fits first.

    DejaVu Sans comes with matplotlib: a system without fonts has it too.
    """
    installed = set(font_manager.get_font_names())
    return ["DejaVu Sans", *(name for name in _FONTS_OF_OTHER_SCRIPTS if name in installed)]


def _draw(character: str) -> str:
    if unicodedata.category(character) in _UNSEEN or character in _VARIATIONS:
        return ""
    if ord(character) in _drawable():
        return character
    is_part_of_the_last = unicodedata.category(character) in {*_MARKS, "Sk"}
    return "" if is_part_of_the_last else PLACEHOLDER


def _without_towers(line: str) -> str:
    # Marks pile up without end over one letter, across the labels above and below.
    kept = []
    in_a_row = 0
    for character in line:
        in_a_row = in_a_row + 1 if unicodedata.category(character) in _MARKS else 0
        if in_a_row <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


@cache
def _drawable() -> frozenset[int]:
    codes: set[int] = set()
    for family in font_families():
        path = font_manager.findfont(family)
        codes.update(font_manager.get_font(path).get_charmap())
    return frozenset(codes)
