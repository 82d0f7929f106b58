"""Questions about a place in a script: what surrounds a node, and what becomes of its value."""

from typing import TYPE_CHECKING, Final

from rcaudit.scripts.scope import Place, Reference, Variable

if TYPE_CHECKING:
    from tree_sitter import Node

_COMPARISONS: Final = frozenset({"==", "===", "!=", "!==", "instanceof"})
_TESTS: Final = frozenset({"&&", "||", "??"})
_CONDITIONS: Final = frozenset(
    {"if_statement", "ternary_expression", "while_statement", "do_statement", "for_statement"}
)
_UNARY_USES: Final = {"typeof": "typeof", "delete": "delete", "!": "tested"}
_MEMBERS: Final = frozenset({"member_expression", "subscript_expression"})
_MANY_LEVELS: Final = 100
_FUNCTION_VALUES: Final = frozenset({"function_expression", "arrow_function"})
_UNCONDITIONAL: Final = frozenset(
    {
        "array_pattern",
        "assignment_expression",
        "assignment_pattern",
        "call_expression",
        "expression_statement",
        "for_statement",
        "lexical_declaration",
        "object_assignment_pattern",
        "object_pattern",
        "pair_pattern",
        "parenthesized_expression",
        "program",
        "rest_pattern",
        "sequence_expression",
        "statement_block",
        "variable_declaration",
        "variable_declarator",
    }
)


def outer(place: Place) -> Place:
    """Return the place of an expression's parent, parentheses left out."""
    parent = place[2]
    while parent is not None and parent[0].type == "parenthesized_expression":
        parent = parent[2]
    assert parent is not None  # noqa: S101 - no expression is the root
    return parent


def part(node: "Node", name: str) -> "Node":
    """Return a field that the grammar gives every node of this type."""
    found = node.child_by_field_name(name)
    assert found is not None  # noqa: S101 - trees with errors are not walked
    return found


def inner(node: "Node | None") -> "Node | None":
    """Return an expression without the parentheses around it."""
    while node is not None and node.type == "parenthesized_expression":
        node = first_child(node)
    return node


def first_child(node: "Node | None") -> "Node | None":
    """Return the first named child that is no comment."""
    children = [] if node is None else node.named_children
    return next((child for child in children if child.type != "comment"), None)


def is_field(place: Place, parent: Place, name: str) -> bool:
    """Say whether a node, maybe in parentheses, is this field of its parent."""
    return inner(parent[0].child_by_field_name(name)) == inner(place[0])


def use_of(place: Place) -> str:
    """Say what becomes of the value of an expression.

    `call`, `new`, `member` (its properties are asked for), `optional` (the same, after `?.`),
    `typeof`, `delete`, `target` (it is assigned to), `update` (read, then assigned to), `compared`,
    `tested` (only its truth counts), `argument`, or `value` for all else.
    """
    parent = outer(place)
    kind = parent[0].type
    if kind == "arguments":
        return "argument"
    if kind == "call_expression":
        return _after_chain(parent, "call") if is_field(place, parent, "function") else "value"
    if kind in _MEMBERS:
        return _after_chain(parent, "member") if is_field(place, parent, "object") else "value"
    return _use_in_operator(place, parent, kind)


def _after_chain(parent: Place, use: str) -> str:
    return use if parent[0].child_by_field_name("optional_chain") is None else "optional"


def _use_in_operator(place: Place, parent: Place, kind: str) -> str:
    if kind == "unary_expression":
        return _UNARY_USES.get(operator(parent[0]), "value")
    if kind == "binary_expression":
        return _use_in_binary(place, parent)
    if kind == "new_expression":
        return "new" if is_field(place, parent, "constructor") else "value"
    if kind == "assignment_expression":
        return "target" if is_field(place, parent, "left") else "value"
    if kind == "augmented_assignment_expression":
        return "update" if is_field(place, parent, "left") else "value"
    if kind == "update_expression":
        return "update"
    if kind in _CONDITIONS:
        return "tested" if is_field(place, parent, "condition") else "value"
    return "value"


def _use_in_binary(place: Place, parent: Place) -> str:
    sign = operator(parent[0])
    if sign in _COMPARISONS:
        return "compared"
    return "tested" if sign in _TESTS and is_field(place, parent, "left") else "value"


def operator(node: "Node") -> str:
    """Return the operator of a unary or binary expression."""
    sign = node.child_by_field_name("operator")
    return "" if sign is None else sign.type


def text(node: "Node | None") -> str:
    """Return the source of a node."""
    return "" if node is None or node.text is None else node.text.decode()


def property_name(node: "Node") -> str | None:
    """Return the name that a member or subscript expression asks for, None where it varies."""
    if node.type == "member_expression":
        return text(node.child_by_field_name("property"))
    index = node.child_by_field_name("index")
    return key_name(index)


def key_name(node: "Node | None") -> str | None:
    """Return the name that the key of a property or class member stands for, if it is fixed."""
    if node is None:
        return None
    if node.type in {"property_identifier", "shorthand_property_identifier"}:
        return text(node)
    if node.type == "string":
        return text(node)[1:-1]
    if node.type == "computed_property_name":
        return key_name(first_child(node)) if text(node)[1:2] in "'\"" else None
    return None


def until_line_end(value: "Node | None") -> "Node | None":
    """Return an expression, or the arrow function that V8 ends its statement after.

    `const f = () => { … }`, a line end and `(…)` are two statements to V8; the grammar makes them a
    call.
    """
    node = value
    while node is not None and node.type in {"call_expression", *_MEMBERS}:
        part = "function" if node.type == "call_expression" else "object"
        node = node.child_by_field_name(part)
        if node is not None and ends_a_line(node):
            return node
    return value


def ends_a_line(node: "Node") -> bool:
    """Say whether this is an arrow function with a block that nothing follows on its line."""
    if node.type != "arrow_function":
        return False
    body, following = node.child_by_field_name("body"), node.next_sibling
    has_block = body is not None and body.type == "statement_block"
    return has_block and following is not None and following.start_point.row > node.end_point.row


def has_simple_parameters(function: "Node") -> bool:
    """Say whether a function's parameters are names only: no defaults, patterns or rests."""
    parameters = function.child_by_field_name("parameters")
    children = [] if parameters is None else parameters.named_children
    return all(child.type in {"identifier", "comment"} for child in children)


def object_of(node: "Node") -> "Node":
    """Return the object that a member or subscript expression asks, parentheses left out."""
    owner = part(node, "object")
    return inner(owner) or owner


def always_runs(place: Place) -> bool:
    """Say whether code runs whenever the script is loaded: unconditional, and in no function."""
    here = place
    for _ in range(_MANY_LEVELS):
        parent = here[2]
        if parent is None:
            return True
        kind = parent[0].type
        if kind == "for_statement" and not is_field(here, parent, "initializer"):
            return False
        if kind in _FUNCTION_VALUES:
            if not is_called_at_once(parent):
                return False
        elif kind not in _UNCONDITIONAL:
            return False
        here = parent
    return False


def is_called_at_once(place: Place) -> bool:
    """Say whether a function is called where it stands: `(function () { … })()`."""
    if use_of(place) == "call":
        return True
    parent = outer(place)
    is_through = property_name_if_member(parent[0]) in {"call", "apply"}
    return is_through and use_of(parent) == "call"


def property_name_if_member(node: "Node") -> str | None:
    """Return the property that a node asks for, None where it asks for none."""
    return property_name(node) if node.type in _MEMBERS else None


def sole_value(variable: Variable) -> "Node | None":
    """Return the node that a variable always stands for, None where it is assigned to."""
    if any(reference.is_write for reference in variable.references):
        return None
    return inner(variable.value)


def reads(variable: Variable) -> list[Reference]:
    """Return the uses of a variable that ask for its value."""
    return [reference for reference in variable.references if reference.is_read]
