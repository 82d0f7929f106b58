"""What the grammar reads in a place where V8 refuses it, mostly where a sign is missing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rcaudit.scripts.places import ends_a_line, inner, text, use_of
from rcaudit.scripts.rules.finding import Finding, Script
from rcaudit.scripts.scope import Place, this_scope

if TYPE_CHECKING:
    from tree_sitter import Node

_OPERATORS: Final = frozenset(
    {
        "await_expression",
        "binary_expression",
        "call_expression",
        "member_expression",
        "new_expression",
        "subscript_expression",
        "unary_expression",
        "update_expression",
    }
)
_TARGETS: Final = frozenset(
    {"identifier", "member_expression", "subscript_expression", "undefined"}
)
_CHAINED: Final = {
    "call_expression": "function",
    "member_expression": "object",
    "subscript_expression": "object",
}
_OPERAND_FIELDS: Final = ("left", "right", "argument", "function", "object", "constructor")
_LINE_ENDS: Final = ("\n", "\r")


def find_misplaced(script: Script) -> Iterator[Finding]:
    """Find operands, targets and statements that V8 refuses."""
    yield from _operands(script)
    yield from _statements(script)
    yield from _words(script)
    yield from _unclosed(script)
    yield from _accessors(script)


def _operands(script: Script) -> Iterator[Finding]:
    for place in script.tree.noted(
        "assignment_expression", "augmented_assignment_expression", "arrow_function"
    ):
        if _is_operand(place):
            yield _error(place, "This needs parentheses around it.")
    for place in script.tree.noted("update_expression", "augmented_assignment_expression"):
        yield from _target(place, _TARGETS)
    for place in script.tree.noted("assignment_expression"):
        yield from _target(place, _TARGETS | {"object_pattern", "array_pattern"})


def _statements(script: Script) -> Iterator[Finding]:
    for place in script.tree.noted("function_expression", "generator_function", "class"):
        if _begins_statement(place):
            yield _error(place, "A function or class that begins a statement needs a name.")
    for place in script.tree.noted("expression_statement"):
        # The grammar makes an object of a block with a label in it: `{ a: 1 }`.
        inside = place[0].named_children[0].named_children
        if any(child.type == "method_definition" for child in inside):
            yield _error(place, "A brace that begins a statement opens a block, no object.")
    for place in script.tree.noted("try_statement"):
        fields = ("handler", "finalizer")
        if all(place[0].child_by_field_name(field) is None for field in fields):
            yield _error(place, "`try` needs a `catch` or a `finally`.")


def _words(script: Script) -> Iterator[Finding]:
    for place in script.tree.noted("super"):
        if use_of(place) not in {"call", "member"}:
            yield _error(place, "`super` has no meaning here.")
    for reference in script.tree.references:
        if reference.name == "arguments" and this_scope(reference.scope).kind in {
            "field",
            "static",
        }:
            yield _error(reference.place, "Fields and static blocks have no `arguments`.")


def _error(place: Place, message: str) -> Finding:
    return Finding("syntax_error", place[0].start_byte, "", message, "correct the line")


def _is_operand(place: Place) -> bool:
    parent = place[2]
    if parent is None or parent[0].type not in _OPERATORS:
        return False
    if parent[0].type == "await_expression":
        return True
    if parent[0].type in {"call_expression", "subscript_expression"} and ends_a_line(place[0]):
        return False
    return any(parent[0].child_by_field_name(name) == place[0] for name in _OPERAND_FIELDS)


def _target(place: Place, kinds: frozenset[str]) -> Iterator[Finding]:
    node = place[0]
    target = inner(node.child_by_field_name("left") or node.child_by_field_name("argument"))
    if target is None or target.type not in kinds or _is_optional(target):
        yield _error(place, "This cannot be assigned to.")


def _is_optional(target: "Node") -> bool:
    """Say whether a `?.` leads to a target: `a?.b.c = 1`."""
    node: Node | None = target
    while node is not None and node.type in _CHAINED:
        if node.child_by_field_name("optional_chain") is not None:
            return True
        node = node.child_by_field_name(_CHAINED[node.type])
    return False


def _begins_statement(place: Place) -> bool:
    """Say whether an expression statement begins with this: V8 reads a declaration there."""
    parent = place[2]
    while parent is not None and parent[0].start_byte == place[0].start_byte:
        if parent[0].type == "expression_statement":
            return True
        parent = parent[2]
    return False


def _unclosed(script: Script) -> Iterator[Finding]:
    for place in script.tree.noted("string"):
        if place[0].start_point.row != place[0].end_point.row:
            content = text(place[0]).replace("\\\r\n", "").replace("\\\n", "").replace("\\\r", "")
            if any(end in content for end in _LINE_ENDS):
                yield _error(place, "The string has no end on its line.")
    for place in script.tree.noted("regex"):
        if text(place[0]).startswith("/*"):
            yield _error(place, "The comment has no end.")


def _accessors(script: Script) -> Iterator[Finding]:
    for place in script.tree.noted("method_definition"):
        marks = {child.type for child in place[0].children if not child.is_named}
        if marks.isdisjoint({"get", "set"}):
            continue
        parameters = place[0].child_by_field_name("parameters")
        children = [] if parameters is None else parameters.named_children
        count = sum(child.type != "comment" for child in children)
        if count != int("set" in marks):
            yield _error(place, "A getter has no parameters, and a setter has one.")
