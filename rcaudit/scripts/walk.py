"""The one walk over a syntax tree: scopes, names, and the nodes that rules ask for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from rcaudit.scripts.binder import Binder, check_vars, hoist_block_functions
from rcaudit.scripts.places import first_child
from rcaudit.scripts.scope import Place, Scope, ScopeTree, Variable, resolve

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
_DECLARED_FUNCTIONS: Final = frozenset({"function_declaration", "generator_function_declaration"})
_NAMED_INSIDE: Final = frozenset({"function_expression", "generator_function"})
_NAMES: Final = frozenset({"identifier", "undefined"})
_DIRECTIVES: Final = frozenset({b'"use strict"', b"'use strict'"})


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
    resolve(binder.references)
    return ScopeTree(
        program,
        binder.references,
        binder.notes,
        binder.redeclarations,
        binder.repeated_parameters,
        binder.declared,
        binder.scopes,
    )


def _function(binder: Binder, place: Place) -> None:
    node, scope, _ = place
    body = node.child_by_field_name("body")
    is_strict = body is not None and _has_directive(binder, body)
    function = binder.nest("function", place, strict=is_strict)
    function.has_directive |= is_strict
    if is_strict:
        binder.notes.setdefault("use strict", []).append(place)
    _declare_function(binder, place, function)
    if node.type == "method_definition":
        binder.visit(node.child_by_field_name("name"), scope, place)
    _parameters(binder, place, function)
    if body is not None and body.type == "statement_block":
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
    first = node.child(0)
    return node.type == "function_declaration" and first is not None and first.type == "function"


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


def _class(binder: Binder, place: Place) -> None:
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


def _field_definition(binder: Binder, place: Place) -> None:
    node, scope, _ = place
    binder.visit(node.child_by_field_name("property"), scope, place)
    value = node.child_by_field_name("value")
    if value is not None:
        binder.visit(value, binder.nest("field", place), place)
    binder.note(place)


def _static_block(binder: Binder, place: Place) -> None:
    body = place[0].child_by_field_name("body")
    if body is not None:
        block: Place = (body, place[1], place)
        binder.visit_children(block, binder.nest("static", place))


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
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if declared is not None and declared.type != "var":
        scope = binder.nest("for", place)
    if left is not None:
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
    body = node.child_by_field_name("body")
    if body is not None:
        inside: Place = (body, scope, place)
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
    first = node.child(0)
    kind = first.type if first is not None and first.type in {"var", "let", "const"} else "using"
    for child in node.named_children:
        if child.type != "variable_declarator":
            continue
        here: Place = (child, scope, place)
        name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
        if name is not None:
            binder.bind((name, scope, here), kind, value)
        binder.visit(value, scope, here)
    binder.note(place)


def _assignment(binder: Binder, place: Place) -> None:
    node, scope, _ = place
    left = node.child_by_field_name("left")
    if left is not None:
        binder.assign((left, scope, place))
    binder.visit(node.child_by_field_name("right"), scope, place)
    binder.note(place)


def _update(binder: Binder, place: Place) -> None:
    node, scope, _ = place
    target = node.child_by_field_name("left") or node.child_by_field_name("argument")
    here = place
    while target is not None and target.type == "parenthesized_expression":
        here = (target, scope, here)
        target = first_child(target)
    if target is not None:
        if target.type in _NAMES:
            binder.refer((target, scope, here), read=True, write=True)
        else:
            binder.visit(target, scope, here)
    binder.visit(node.child_by_field_name("right"), scope, place)
    binder.note(place)


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
    **dict.fromkeys(FUNCTIONS, _function),
    **dict.fromkeys(("class", "class_declaration"), _class),
    **dict.fromkeys(
        ("variable_declaration", "lexical_declaration", "using_declaration"), _declaration
    ),
    **dict.fromkeys(("augmented_assignment_expression", "update_expression"), _update),
    **dict.fromkeys(("identifier", "undefined", "shorthand_property_identifier"), _name),
    "assignment_expression": _assignment,
    "catch_clause": _catch,
    "class_static_block": _static_block,
    "export_specifier": _export_specifier,
    "export_statement": _export,
    "field_definition": _field_definition,
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
