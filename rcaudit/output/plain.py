"""Texts of others made safe to print: a name can hold anything, terminal commands too."""

import re
from typing import Any

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")

_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>|~&#])")

_LONGEST_NAME = 80


def one_line(value: Any) -> str:
    """Return a text on one line, with a space for each run of control characters.

    So neither an escape sequence, a line end nor a change of the writing direction reaches a
    terminal, a log or a page. A missing value is an empty text.
    """
    return _CONTROLS.sub(" ", value).strip() if isinstance(value, str) else ""


def name_of(name: Any, integration_id: Any) -> str:
    """Return what people call an integration, with its id: `Builds (a1)`; a long name is cut."""
    shown = one_line(name) or "(no name)"
    if len(shown) > _LONGEST_NAME:
        shown = f"{shown[:_LONGEST_NAME]}…"
    return f"{shown} ({one_line(integration_id)})"


def escape_markdown(text: str) -> str:
    """Return a line with a backslash before each sign that Markdown or HTML would read."""
    return _MARKDOWN_SIGNS.sub(r"\\\1", text)


def count_of(count: int, noun: str) -> str:
    """Return a count with its noun: `1 finding`, `2 findings`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
