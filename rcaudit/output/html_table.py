"""Tables as HTML: text to the left, numbers to the right, everything escaped."""

import html
import re
from typing import Any

import pandas as pd

_LONGEST_TEXT = 100
_LONGEST_SENTENCE = 1000
_SENTENCES = ("message", "answer", "fix", "what")
"""Columns in which rcaudit itself speaks."""
_UNSEEN = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x1f\x7f-\x9f]"
)
"""Characters that turn the direction of the text after them, that nobody sees, and controls."""
_LONG_WORD = re.compile(r"(?=\S{25})(?:\S{11,23}[_/.-]|\S{24})")
"""As much of a word of more than 24 characters as fits, up to a mark where there is one."""
_CODE = re.compile(r"`([^`]+)`")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LEFT = ' align="left" style="text-align:left"'
_LEFT_UNBROKEN = ' align="left" style="text-align:left;white-space:nowrap"'
_RIGHT = ' align="right" style="text-align:right"'


def render_table(frame: pd.DataFrame, *, longest: int = 60, is_plain: bool = False) -> str:
    """Return a table as HTML without outside references, whatever its texts are.

    Args:
        frame: The table; a row number that nobody named is left out.
        longest: How many rows to show; a last line says how many more there are.
        is_plain: Whether the names of the columns become plain words, and what is between
            backticks in a sentence becomes code.
    """
    if frame.index.name is not None:
        frame = frame.reset_index()
    sides = {str(name): _side(frame[name]) for name in frame.columns}
    head = "".join(
        f'<th scope="col"{side}>{_name(name, is_plain=is_plain)}</th>'
        for name, side in sides.items()
    )
    shown = frame.iloc[:longest]
    columns = [
        [f"<td{side}>{text}</td>" for text in _show(shown[name], is_plain=is_plain)]
        for name, side in sides.items()
    ]
    body = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in zip(*columns, strict=True))
    rest = len(frame) - len(shown)
    note = f"and {rest:,} more" if rest else "none" if frame.empty else ""
    foot = f"\n<tr><td colspan={len(sides)}{_LEFT}><em>{note}</em></td></tr>" if note else ""
    # MathJax, which JupyterLab runs over every output, passes over this class.
    return (
        f'<table class="tex2jax_ignore mathjax_ignore"><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}{foot}</tbody></table>"
    )


def escape_text(text: str, longest: int = _LONGEST_TEXT) -> str:
    """Return any text as HTML; what would turn or hide other text is named instead."""
    cut = text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
    seen = _UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", cut)
    whole = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", seen)
    # A long word may be broken, or it would push the table out of the page.
    parts = html.escape(_LONG_WORD.sub("\\g<0>\u200b", whole))
    return parts.replace("\u200b", "<wbr>")


def render_prose(text: str, longest: int = _LONGEST_SENTENCE) -> str:
    """Return a sentence as HTML; what stands between backticks is code."""
    return _CODE.sub(r"<code>\1</code>", escape_text(text, longest))


def _side(column: "pd.Series[Any]") -> str:
    if not _is_text(column):
        return _RIGHT
    # Days and ids have no place where they may be broken.
    return _LEFT_UNBROKEN if str(column.name).endswith(("_on", "_id")) else _LEFT


def _is_text(column: "pd.Series[Any]") -> bool:
    return pd.api.types.is_bool_dtype(column) or not pd.api.types.is_numeric_dtype(column)


def _name(name: str, *, is_plain: bool) -> str:
    escaped = escape_text(name)
    if is_plain:
        return escaped.removeprefix("is_").replace("_", " ")
    return escaped.replace("_", "_<wbr>")


def _show(column: "pd.Series[Any]", *, is_plain: bool) -> list[str]:
    texts: Any
    if pd.api.types.is_bool_dtype(column):
        texts = column.map({True: "yes", False: "no"})
    elif _is_text(column):
        is_sentence = column.name in _SENTENCES
        render = render_prose if is_plain and is_sentence else escape_text
        longest = _LONGEST_SENTENCE if is_sentence else _LONGEST_TEXT
        texts = column.map(lambda value: render(str(value), longest), na_action="ignore")
    else:
        texts = column.map("{:,}".format, na_action="ignore")
    return [str(text) for text in texts.astype(object).fillna("unknown")]
