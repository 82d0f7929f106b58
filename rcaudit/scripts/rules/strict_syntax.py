"""Old syntax that class bodies refuse, as Babel always has."""

import re
from collections.abc import Iterator
from typing import Final

from rcaudit.scripts.places import has_simple_parameters, inner, operator, text
from rcaudit.scripts.rules.finding import Finding, Script
from rcaudit.scripts.scope import Place
from rcaudit.scripts.words import (
    NOT_ASSIGNED_IN_STRICT_CODE,
    RESERVED,
    RESERVED_IN_STRICT_CODE,
    SPECIAL_WORDS,
)

_OLD_OCTAL: Final = re.compile(r"0[0-9]")
_OLD_ESCAPE: Final = re.compile(r"\\(?:[1-9]|0[0-9])")
_ANY_ESCAPE: Final = re.compile(r"\\(?:0[0-9]|.)", re.DOTALL)


def find_strict_syntax(script: Script) -> Iterator[Finding]:
    """Find what V8 refuses to compile in strict code."""
    yield from _with_and_delete(script)
    yield from _octals(script)
    yield from _reserved_words(script)
    yield from _repeated_parameters(script)


def _refusal(place: Place, name: str, message: str, fix: str) -> Finding:
    return Finding("strict_mode_syntax", place[0].start_byte, name, message, fix)


def _with_and_delete(script: Script) -> Iterator[Finding]:
    for place in script.tree.noted("with_statement"):
        if place[1].is_strict:
            message = "Strict code has no `with`."
            yield _refusal(place, "with", message, "write the object before each of its properties")
    for place in script.tree.noted("unary_expression"):
        argument = inner(place[0].child_by_field_name("argument"))
        is_name = argument is not None and argument.type in {"identifier", "undefined"}
        if is_name and place[1].is_strict and operator(place[0]) == "delete":
            message = "Strict code cannot delete a name."
            fix = f"set it: `{text(argument)} = undefined`"
            yield _refusal(place, text(argument), message, fix)


def _octals(script: Script) -> Iterator[Finding]:
    for place in script.tree.noted("number"):
        if place[1].is_strict and _OLD_OCTAL.match(text(place[0])):
            number = text(place[0])
            message = "Strict code has no numbers that begin with 0."
            yield _refusal(place, number, message, f"write `0o{number[1:]}`, or leave the 0 out")
    if _OLD_ESCAPE.search(script.data.decode()) is None:
        return
    for place in script.tree.noted("string"):
        escapes = _ANY_ESCAPE.findall(text(place[0])) if place[1].is_strict else ()
        old = next((escape for escape in escapes if _OLD_ESCAPE.fullmatch(escape)), None)
        if old is not None:
            message = "Strict code has no octal escapes in strings."
            yield _refusal(place, old, message, r"write `\xHH` or `\u{…}`")


def _reserved_words(script: Script) -> Iterator[Finding]:
    uses = [
        (one.name, one.start, one.scope, one.is_write)
        for one in script.tree.references
        if one.name in SPECIAL_WORDS
    ]
    declarations = [(name, start, scope, True) for name, start, scope in script.tree.declared]
    for name, start, scope, is_write in uses + declarations:
        if name in RESERVED:
            message = f"`{name}` is a reserved word."
            yield Finding("syntax_error", start, name, message, "correct the line")
        elif not scope.is_strict:
            continue
        elif name in RESERVED_IN_STRICT_CODE:
            message = f"`{name}` is a reserved word in strict code."
            yield Finding("strict_mode_syntax", start, name, message, "choose another name")
        elif is_write and name in NOT_ASSIGNED_IN_STRICT_CODE:
            message = f"Strict code cannot assign to `{name}`."
            yield Finding("strict_mode_syntax", start, name, message, "choose another name")


def _repeated_parameters(script: Script) -> Iterator[Finding]:
    for name, start, function in script.tree.repeated_parameters:
        is_old = function.node.type not in {"arrow_function", "method_definition"}
        if function.is_strict or not is_old or not has_simple_parameters(function.node):
            message = f"The parameter `{name}` comes twice."
            yield Finding("strict_mode_syntax", start, name, message, "give it another name")
    for place in script.tree.noted("use strict"):
        if not has_simple_parameters(place[0]):
            message = 'A function with defaults or patterns as parameters has no "use strict".'
            fix = "leave it out: class code is strict anyway"
            yield Finding("syntax_error", place[0].start_byte, "use strict", message, fix)
