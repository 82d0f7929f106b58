"""The one walk over a syntax tree: scopes, names, and the nodes that rules ask for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from rcaudit.scripts.binder import Binder, check_vars, hoist_block_functions
from rcaudit.scripts.definitions import (
    FUNCTIONS,
    visit_class,
    visit_field,
    visit_function,
    visit_static_block,
)
from rcaudit.scripts.places import first_child, part, until_line_end
from rcaudit.scripts.scope import Place, Scope, ScopeTree, resolve

if TYPE_CHECKING:
    from tree_sitter import Node

_BRACE: Final = ord("{")
_NAMES: Final = frozenset({"identifier", "undefined"})


def bind_names(root: "Node", data: bytes) -> ScopeTree:
    """Make the scopes of a script and find the declaration of every name that it uses.

    The script is taken as sloppy code without a directive of its own, since the server puts a
    statement before it.
    """
    binder = Binder(data)
    program = Scope("program", None, None, is_strict=False, has_directive=False)
    top: Place = (root, program, None)
    program.place = top
    stack, find = binder.stack, _VISITORS.get
    binder.visit_children(top, program)
    while stack:
        place = stack.pop()
        node, scope, _ = place
        visitor = find(node.type)
        if visitor is None:
            stack.extend([(child, scope, place) for child in node.named_children])
        else:
            visitor(binder, place)
    hoist_block_functions(binder)
    check_vars(binder)
    binder.references.sort(key=lambda reference: reference.start)
    resolve(binder.references, [program, *binder.scopes])
    return ScopeTree(
        program,
        binder.references,
        binder.notes,
        binder.redeclarations,
        binder.repeated_parameters,
        binder.declared,
        binder.scopes,
    )


def _block(binder: Binder, place: Place) -> None:
    binder.visit_children(place, binder.nest("block", place))


def _for(binder: Binder, place: Place) -> None:
    initializer = place[0].child_by_field_name("initializer")
    is_lexical = initializer is not None and initializer.type != "variable_declaration"
    binder.visit_children(place, binder.nest("for", place) if is_lexical else place[1])
    binder.note(place)


def _for_in(binder: Binder, place: Place) -> None:
    node, scope, _ = place
    declared = node.child_by_field_name("kind")
    left, right = part(node, "left"), part(node, "right")
    if declared is not None and declared.type != "var":
        scope = binder.nest("for", place)
    if declared is None:
        binder.assign((left, scope, place))
    else:
        binder.bind((left, scope, place), declared.type, right)
    for name in ("value", "right", "body"):
        binder.visit(node.child_by_field_name(name), scope, place)
    binder.note(place)


def _switch(binder: Binder, place: Place) -> None:
    node, scope, _ = place
    binder.visit(node.child_by_field_name("value"), scope, place)
    inside: Place = (part(node, "body"), scope, place)
    binder.visit_children(inside, binder.nest("switch", inside))


def _catch(binder: Binder, place: Place) -> None:
    node = place[0]
    inner = binder.nest("catch", place)
    parameter = node.child_by_field_name("parameter")
    if parameter is not None:
        binder.bind((parameter, inner, place), "catch")
    binder.visit(node.child_by_field_name("body"), inner, place)


def _with(binder: Binder, place: Place) -> None:
    node, scope, _ = place
    binder.visit(node.child_by_field_name("object"), scope, place)
    binder.visit(node.child_by_field_name("body"), binder.nest("with", place), place)
    binder.note(place)


def _declaration(binder: Binder, place: Place) -> None:
    node, scope, _ = place
    word = node.children[0].type
    kind = word if word in {"var", "let", "const"} else "using"
    for child in node.named_children:
        if child.type != "variable_declarator":
            continue
        here: Place = (child, scope, place)
        name, value = part(child, "name"), child.child_by_field_name("value")
        binder.bind((name, scope, here), kind, until_line_end(value))
        binder.visit(value, scope, here)
    binder.note(place)


def _assignment(binder: Binder, place: Place) -> None:
    node, scope, _ = place
    binder.assign((part(node, "left"), scope, place))
    binder.visit(node.child_by_field_name("right"), scope, place)
    binder.note(place)


def _update(binder: Binder, place: Place) -> None:
    node, scope, _ = place
    target = node.child_by_field_name("left") or node.child_by_field_name("argument")
    here = place
    while target is not None and target.type == "parenthesized_expression":
        here = (target, scope, here)
        target = first_child(target)
    if target is not None and target.type in _NAMES:
        binder.refer((target, scope, here), read=True, write=True)
    else:
        binder.visit(target, scope, here)
    binder.visit(node.child_by_field_name("right"), scope, place)
    binder.note(place)


def _expression_statement(binder: Binder, place: Place) -> None:
    if binder.data[place[0].start_byte] == _BRACE:
        binder.note(place)
    binder.visit_children(place, place[1])


def _name(binder: Binder, place: Place) -> None:
    binder.refer(place, read=True, write=False)


def _export(binder: Binder, place: Place) -> None:
    if place[0].child_by_field_name("source") is None:
        binder.visit_children(place, place[1])
    binder.note(place)


def _export_specifier(binder: Binder, place: Place) -> None:
    binder.visit(place[0].child_by_field_name("name"), place[1], place)


def _import(binder: Binder, place: Place) -> None:
    todo = [place]
    while todo:
        here = todo.pop()
        node, scope, _ = here
        if node.type == "identifier":
            binder.bind(here, "import")
        elif node.type == "import_specifier":
            name = node.child_by_field_name("alias") or node.child_by_field_name("name")
            todo.extend([(name, scope, here)] if name is not None else [])
        else:
            todo.extend([(child, scope, here) for child in node.named_children])
    binder.note(place)


def _leaf(_binder: Binder, _place: Place) -> None:
    pass


def _noted_leaf(binder: Binder, place: Place) -> None:
    binder.note(place)


def _noted(binder: Binder, place: Place) -> None:
    binder.note(place)
    binder.visit_children(place, place[1])


_VISITORS: Final[dict[str, Callable[[Binder, Place], None]]] = {
    **dict.fromkeys(FUNCTIONS, visit_function),
    **dict.fromkeys(("class", "class_declaration"), visit_class),
    **dict.fromkeys(
        ("variable_declaration", "lexical_declaration", "using_declaration"), _declaration
    ),
    **dict.fromkeys(("augmented_assignment_expression", "update_expression"), _update),
    **dict.fromkeys(("identifier", "undefined", "shorthand_property_identifier"), _name),
    "assignment_expression": _assignment,
    "catch_clause": _catch,
    "class_static_block": visit_static_block,
    "export_specifier": _export_specifier,
    "expression_statement": _expression_statement,
    "export_statement": _export,
    "field_definition": visit_field,
    "for_in_statement": _for_in,
    "for_statement": _for,
    "import_statement": _import,
    "statement_block": _block,
    "switch_statement": _switch,
    "with_statement": _with,
    **dict.fromkeys(
        (
            "comment",
            "empty_statement",
            "false",
            "null",
            "optional_chain",
            "property_identifier",
            "statement_identifier",
            "string_fragment",
            "true",
        ),
        _leaf,
    ),
    **dict.fromkeys(
        (
            "hash_bang_line",
            "jsx_element",
            "jsx_self_closing_element",
            "meta_property",
            "number",
            "private_property_identifier",
            "regex",
            "string",
            "super",
            "this",
        ),
        _noted_leaf,
    ),
    **dict.fromkeys(
        (
            "await_expression",
            "break_statement",
            "continue_statement",
            "decorator",
            "labeled_statement",
            "object_assignment_pattern",
            "return_statement",
            "try_statement",
            "unary_expression",
            "yield_expression",
        ),
        _noted,
    ),
}
