"""Functions and classes, as the walk over a syntax tree enters them."""

from typing import TYPE_CHECKING, Final

from rcaudit.scripts.binder import Binder
from rcaudit.scripts.places import first_child, part
from rcaudit.scripts.scope import Place, Scope, Variable

if TYPE_CHECKING:
    from tree_sitter import Node

FUNCTIONS: Final = frozenset(
    {
        "arrow_function",
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
_NAMED_INSIDE: Final = frozenset({"function_expression", "generator_function"})
_DIRECTIVES: Final = frozenset({b'"use strict"', b"'use strict'"})


def visit_function(binder: Binder, place: Place) -> None:
    """Enter a function: its name, its parameters and its body."""
    node, scope, _ = place
    body = part(node, "body")
    is_strict = _has_directive(binder, body)
    function = binder.nest("function", place, strict=is_strict)
    function.has_directive |= is_strict
    if is_strict:
        binder.notes.setdefault("use strict", []).append(place)
    _declare_function(binder, place, function)
    if node.type == "method_definition":
        binder.visit(node.child_by_field_name("name"), scope, place)
    _parameters(binder, place, function)
    if body.type == "statement_block":
        block: Place = (body, function, place)
        binder.visit_children(block, binder.nest("body", block))
    else:
        binder.visit(body, function, place)
    binder.note(place)


def _has_directive(binder: Binder, body: "Node") -> bool:
    if b"use strict" not in binder.data:
        return False
    for child in body.named_children:
        if child.type == "comment":
            continue
        string = first_child(child) if child.type == "expression_statement" else None
        if string is None or string.type != "string":
            return False
        if binder.data[string.start_byte : string.end_byte] in _DIRECTIVES:
            return True
    return False


def _declare_function(binder: Binder, place: Place, function: Scope) -> None:
    node, scope, _ = place
    kind = node.type
    if kind != "arrow_function" and b"arguments" in binder.data:
        binder.declare(
            Variable("arguments", "arguments", function, node.start_byte, node.start_byte, place)
        )
    name = node.child_by_field_name("name")
    if name is None or kind == "method_definition":
        return
    start = name.start_byte
    if kind in _NAMED_INSIDE:
        own = Variable(binder.name(name), "function_name", function, start, start, place)
        own.value = node
        binder.declare(own)
        return
    is_in_block = scope.kind not in {"program", "body", "static"}
    own = Variable(
        binder.name(name), "block_function" if is_in_block else "function", scope, start, 0, place
    )
    own.value = node
    binder.declare(own)
    if is_in_block and not scope.is_strict and _is_plain(node):
        binder.hoistable.append((own, scope.var_scope))


def _is_plain(node: "Node") -> bool:
    return node.type == "function_declaration" and node.children[0].type == "function"


def _parameters(binder: Binder, place: Place, function: Scope) -> None:
    node = place[0]
    single = node.child_by_field_name("parameter")
    if single is not None:
        binder.bind((single, function, place), "parameter")
    several = node.child_by_field_name("parameters")
    if several is not None:
        inside: Place = (several, function, place)
        for child in several.named_children:
            binder.bind((child, function, inside), "parameter")


def visit_class(binder: Binder, place: Place) -> None:
    """Enter a class: its name, inside and outside, and its members."""
    node, scope, _ = place
    inner = binder.nest("class", place, strict=True)
    name = node.child_by_field_name("name")
    if name is not None:
        text, start = binder.name(name), name.start_byte
        if node.type == "class_declaration":
            own = Variable(text, "class", scope, start, node.end_byte, place)
            own.value = node
            binder.declare(own)
        own = Variable(text, "class_name", inner, start, 0, place)
        own.value = node
        binder.declare(own)
    for child in node.named_children:
        if child.type in {"class_heritage", "class_body", "decorator"}:
            binder.visit(child, inner, place)
    binder.note(place)


def visit_field(binder: Binder, place: Place) -> None:
    """Enter a field: its initializer runs for itself."""
    node, scope, _ = place
    binder.visit(node.child_by_field_name("property"), scope, place)
    value = node.child_by_field_name("value")
    if value is not None:
        binder.visit(value, binder.nest("field", place), place)
    binder.note(place)


def visit_static_block(binder: Binder, place: Place) -> None:
    """Enter a static block, which has variables of its own."""
    block: Place = (part(place[0], "body"), place[1], place)
    binder.visit_children(block, binder.nest("static", place))
