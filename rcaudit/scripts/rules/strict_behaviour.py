"""What compiles in strict code but does not do what it did in sloppy code."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rcaudit.scripts.engines import READ_ONLY_GLOBALS
from rcaudit.scripts.places import (
    first_child,
    has_simple_parameters,
    inner,
    object_of,
    operator,
    outer,
    property_name,
    property_name_if_member,
    sole_value,
    text,
    use_of,
)
from rcaudit.scripts.rules.classes import ClassShape, Shapes, shape_of_this
from rcaudit.scripts.rules.finding import Finding, Script
from rcaudit.scripts.scope import Place, Reference, Scope, Variable

if TYPE_CHECKING:
    from tree_sitter import Node

_CALLER: Final = frozenset({"caller", "arguments"})
_LITERALS: Final = frozenset({"string", "number", "true", "false", "template_string"})
_FUNCTION_VALUES: Final = frozenset(
    {"function_expression", "function_declaration", "arrow_function"}
)
_DECLARES: Final = re.compile(r"(?:^|[;{}])\s*(?:var|function)\b")
_CONVERSIONS: Final = frozenset({"Boolean", "Number", "String", "parseFloat", "parseInt"})
# Methods that return a string, whatever they are called on.
_STRING_METHODS: Final = frozenset(
    {
        *("charAt", "join", "normalize", "padEnd", "padStart", "repeat", "replace", "replaceAll"),
        *("substr", "substring", "toFixed", "toISOString", "toLowerCase", "toString"),
        *("toUpperCase", "trim", "trimEnd", "trimStart"),
    }
)


def became_strict(scope: Scope) -> bool:
    """Say whether code is strict from 9.0 on, and was not before."""
    return scope.is_strict and not scope.has_directive


def find_strict_behaviour(script: Script, shapes: Shapes) -> Iterator[Finding]:
    """Find uses of functions, arguments and read-only things that strict code refuses."""
    for variable in script.variables:
        if variable.kind == "arguments":
            yield from _arguments_uses(variable)
        elif variable.kind in {"function_name", "class_name"}:
            yield from _own_name_writes(variable)
        if variable.value is not None:
            yield from _caller_uses(variable)
    for reference in script.undeclared:
        yield from _undeclared_uses(reference)
    targets = script.tree.noted(
        "assignment_expression", "augmented_assignment_expression", "update_expression"
    )
    for place in targets:
        if became_strict(place[1]):
            yield from _property_write(script, place, shapes)


def _property_asked_for(reference: Reference) -> str | None:
    parent = outer(reference.place)
    if use_of(reference.place) not in {"member", "optional"}:
        return None
    return property_name(parent[0])


def _arguments_uses(variable: Variable) -> Iterator[Finding]:
    function = variable.scope
    is_simple = has_simple_parameters(function.node)
    for reference in variable.references:
        is_callee = _property_asked_for(reference) in {"callee", "caller"}
        # Arguments of parameters with defaults or patterns have no callee in sloppy code either.
        if is_callee and not function.has_directive and (function.is_strict or not is_simple):
            message = "Strict functions do not tell who they are."
            fix = "give the function a name, and use the name"
            yield Finding("callee_or_caller", reference.start, "arguments.callee", message, fix)
    if is_simple and became_strict(function):
        yield from _linked_arguments(variable)


def _linked_arguments(variable: Variable) -> Iterator[Finding]:
    """Find writes to `arguments[i]` or to a parameter that the other side would have followed."""
    parameters = [other for other in variable.scope.names.values() if other.kind == "parameter"]
    last_use = max((other.start for one in parameters for other in one.references), default=0)
    for reference in variable.references:
        parent = outer(reference.place)
        if parent[0].type != "subscript_expression":
            continue
        if use_of(parent) in {"target", "update"} and last_use > reference.start:
            message = "The parameter does not follow an assignment to `arguments`."
            fix = "assign to the parameter itself"
            yield Finding("arguments_assignment", reference.start, "arguments", message, fix)
            return
    last = max((reference.start for reference in variable.references), default=0)
    for one in parameters:
        for other in one.references:
            if other.is_write and other.start < last:
                message = f"`arguments` does not follow the assignment to `{one.name}`."
                fix = f"read `{one.name}` in place of `arguments`"
                yield Finding("arguments_assignment", other.start, one.name, message, fix)
                return


def _own_name_writes(variable: Variable) -> Iterator[Finding]:
    for reference in variable.references:
        if reference.is_write and became_strict(reference.scope):
            message = f"`{variable.name}` names the function or class itself, which is read-only."
            yield Finding(
                "read_only_write",
                reference.start,
                variable.name,
                message,
                "assign to a variable of another name",
            )


def _caller_uses(variable: Variable) -> Iterator[Finding]:
    value = sole_value(variable)
    if value is None or value.type not in _FUNCTION_VALUES or not became_strict(variable.scope):
        return
    for reference in variable.references:
        name = _property_asked_for(reference)
        if name in _CALLER:
            message = f"Strict functions have no `{name}`."
            fix = "pass what is needed as a parameter"
            yield Finding(
                "callee_or_caller", reference.start, f"{variable.name}.{name}", message, fix
            )


def _undeclared_uses(reference: Reference) -> Iterator[Finding]:
    if not became_strict(reference.scope):
        return
    name, start = reference.name, reference.start
    if reference.is_write and name in READ_ONLY_GLOBALS:
        message = f"`{name}` cannot be assigned to."
        yield Finding("read_only_write", start, name, message, "leave the assignment out")
    elif name == "eval" and use_of(reference.place) == "call":
        arguments = outer(reference.place)[0].child_by_field_name("arguments")
        code = _leftmost(inner(first_child(arguments)))
        if code is not None and code.type in _LITERALS and _DECLARES.search(text(code)[1:-1]):
            message = "What this `eval` declares is unknown outside of it."
            fix = "declare the name outside: `let name;`"
            yield Finding("eval_declaration", start, "eval", message, fix)


def _leftmost(node: "Node | None") -> "Node | None":
    """Return the first part of what is put together by `+`."""
    while node is not None and node.type == "binary_expression":
        node = inner(node.child_by_field_name("left"))
    return node


def _is_primitive(value: "Node") -> bool:
    """Say whether an expression surely gives a string, a number or a boolean."""
    first = _leftmost(value)
    if first is not None and first.type in _LITERALS:
        return value.type != "binary_expression" or operator(value) == "+"
    function = inner(value.child_by_field_name("function"))
    if value.type != "call_expression" or function is None:
        return False
    if function.type == "identifier":
        return text(function) in _CONVERSIONS
    return property_name_if_member(function) in _STRING_METHODS


def _property_write(script: Script, place: Place, shapes: Shapes) -> Iterator[Finding]:
    node = place[0]
    target = inner(node.child_by_field_name("left") or node.child_by_field_name("argument"))
    if target is None or target.type not in {"member_expression", "subscript_expression"}:
        return
    owner = object_of(target)
    start = target.start_byte
    if owner.type == "this":
        yield from _getter_write(property_name(target), start, shape_of_this(place[1], shapes))
        return
    reference = script.reference_at.get(owner.start_byte) if owner.type == "identifier" else None
    variable = None if reference is None else reference.variable
    value = owner if variable is None else sole_value(variable)
    if value is not None and _is_primitive(value):
        message = "A string, a number or a boolean has no properties that can be set."
        fix = "keep the value in a variable or an object of its own"
        yield Finding("literal_property_write", start, text(owner), message, fix)
    elif variable is not None and value is not None and _is_frozen(value):
        message = f"`{variable.name}` is frozen."
        fix = f"make a changed copy: `{{ ...{variable.name}, … }}`"
        yield Finding("read_only_write", start, variable.name, message, fix)


def _getter_write(name: str | None, start: int, shape: ClassShape | None) -> Iterator[Finding]:
    if shape is None or name is None or shape.has_heritage:
        return
    if name in shape.getters and name not in shape.setters:
        message = f"`{name}` has a getter and no setter."
        yield Finding(
            "read_only_write", start, name, message, f"define `set {name}(value) {{ … }}`"
        )


def _is_frozen(value: "Node") -> bool:
    if value.type != "call_expression":
        return False
    function = value.child_by_field_name("function")
    arguments = value.child_by_field_name("arguments")
    frozen = inner(first_child(arguments))
    is_freeze = text(function) == "Object.freeze"
    return is_freeze and frozen is not None and frozen.type in {"object", "array"}
