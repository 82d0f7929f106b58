"""How the functions of a script are called: with an object of their own, or plainly."""

from typing import TYPE_CHECKING, Final

from rcaudit.scripts.places import (
    inner,
    outer,
    property_name_if_member,
    reads,
    text,
    use_of,
)
from rcaudit.scripts.rules.finding import Script
from rcaudit.scripts.scope import Place, Scope, Variable

if TYPE_CHECKING:
    from tree_sitter import Node

_REBINDING: Final = frozenset({"call", "apply", "bind"})
# Built-in methods that take the `this` of their callback as a second argument.
_TAKES_THIS: Final = frozenset(
    [
        "every",
        "filter",
        "find",
        "findIndex",
        "findLast",
        "findLastIndex",
        "flatMap",
        "forEach",
        "from",
        "map",
        "some",
    ]
)
# Built-in methods that call their callback plainly, whatever other arguments there are.
_CALLS_PLAINLY: Final = frozenset(
    [
        "catch",
        "finally",
        "reduce",
        "reduceRight",
        "replace",
        "replaceAll",
        "sort",
        "then",
        "toSorted",
    ]
)


def calling_style(script: Script, place: Place) -> str:
    """Say how the function that stands at a place is called.

    `plain` (without an object), `bound` (with one, or by `new`), or `unknown`.
    """
    node = place[0]
    if node.type in {"function_declaration", "generator_function_declaration"}:
        name = node.child_by_field_name("name")
        return variable_style(script, declared_at(place[1], text(name)))
    if use_of(place) == "call":
        return "plain"
    if use_of(place) == "new" or _is_rebound(place):
        return "bound"
    return style_of_value(script, place)


def _is_rebound(place: Place) -> bool:
    parent = outer(place)
    return property_name_if_member(parent[0]) in _REBINDING


def style_of_value(script: Script, place: Place) -> str:
    """Say how a function is called, from what becomes of the expression that gives it."""
    parent = outer(place)
    kind = parent[0].type
    if kind == "arguments":
        return _style_of_argument(script, place, parent)
    if kind == "variable_declarator":
        name = parent[0].child_by_field_name("name")
        return variable_style(script, declared_at(parent[1], text(name)))
    if kind == "assignment_expression":
        left = inner(parent[0].child_by_field_name("left"))
        reference = None if left is None else script.reference_at.get(left.start_byte)
        if left is None or left.type != "identifier" or reference is None:
            return "bound"
        return variable_style(script, reference.variable)
    return "bound" if kind in {"pair", "field_definition"} else "unknown"


def declared_at(scope: Scope, name: str) -> Variable | None:
    """Return the variable that a name stands for in a scope."""
    here: Scope | None = scope
    while here is not None:
        if name in here.names:
            return here.names[name]
        here = here.parent
    return None


def variable_style(script: Script, variable: Variable | None) -> str:
    """Say how the function that a variable stands for is called, from all uses of the variable."""
    if variable is None:
        return "unknown"
    styles = {_style_of_use(script, reference.place) for reference in reads(variable)}
    if "bound" in styles:
        return "bound"
    return "plain" if "plain" in styles else "unknown"


def _style_of_use(script: Script, place: Place) -> str:
    use = use_of(place)
    if use == "call":
        return "plain"
    if use == "new":
        return "bound"
    if use in {"member", "optional"}:
        name = property_name_if_member(outer(place)[0])
        return "bound" if name in _REBINDING | {"prototype"} else "unknown"
    if use == "argument":
        return _style_of_argument(script, place, outer(place))
    handed_over = {"pair", "assignment_expression", "object", "field_definition"}
    return "bound" if outer(place)[0].type in handed_over else "unknown"


def _style_of_argument(script: Script, place: Place, arguments: Place) -> str:
    call = outer(arguments)
    if call[0].type == "new_expression":
        return (
            "plain" if text(call[0].child_by_field_name("constructor")) == "Promise" else "unknown"
        )
    function = inner(call[0].child_by_field_name("function"))
    method = None if function is None else property_name_if_member(function)
    if method in _CALLS_PLAINLY:
        return "plain"
    others = [child for child in arguments[0].named_children if child.type != "comment"]
    is_last = bool(others) and inner(others[-1]) == inner(place[0])
    if method in _TAKES_THIS:
        return "plain" if is_last else "bound"
    return _style_in_unknown_call(script, function, is_last=is_last)


def _style_in_unknown_call(script: Script, function: "Node | None", *, is_last: bool) -> str:
    """Judge a callback by what the script itself does to callbacks."""
    owner = None if function is None else function.child_by_field_name("object")
    if text(owner) in {"JSON", "Reflect"}:
        return "bound"
    return "plain" if is_last and not script.rebinds else "unknown"
