"""`let`, `const` and `class` used before their definition has run."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rcaudit.scripts.places import (
    inner,
    is_called_at_once,
    outer,
    property_name_if_member,
    reads,
    use_of,
)
from rcaudit.scripts.rules.classes import is_static
from rcaudit.scripts.rules.finding import Finding, Script
from rcaudit.scripts.scope import Place, Reference, Scope, Variable

if TYPE_CHECKING:
    from tree_sitter import Node

_KINDS: Final = frozenset({"let", "const", "class", "parameter"})
# Babel's `var` was undefined: these uses of undefined threw before 9.0 as well.
_FAILS_ANYWAY: Final = frozenset({"call", "new", "member"})
_CALLS_AT_ONCE: Final = frozenset(
    [
        "every",
        "filter",
        "find",
        "findIndex",
        "findLast",
        "flatMap",
        "forEach",
        "from",
        "map",
        "reduce",
        "replace",
        "some",
        "sort",
    ]
)
_LEAVES_CASE: Final = frozenset(
    {"break_statement", "return_statement", "continue_statement", "throw_statement"}
)


def find_early_uses(script: Script) -> Iterator[Finding]:
    """Find the first early use of every name that has a dead zone."""
    for variable in script.variables:
        if variable.kind not in _KINDS:
            continue
        early: dict[int, bool] = {}
        for reference in variable.references:
            rule = _judge(script, variable, reference, early)
            if rule is not None:
                yield _finding(rule, variable, reference)
                break


def _judge(
    script: Script, variable: Variable, reference: Reference, early: dict[int, bool]
) -> str | None:
    home = variable.scope.function
    unit = (
        home if reference.scope.function is home else _running_unit(reference.scope.function, home)
    )
    if unit is not home:
        if variable.kind == "parameter":
            return None
        if id(unit) not in early:
            early[id(unit)] = _runs_before(script, unit, variable)
        return "maybe_use_before_definition" if early[id(unit)] else None
    is_early = _is_before(variable, reference.start)
    rule = "use_before_definition"
    if not is_early and variable.scope.kind == "switch":
        is_early, is_certain = _is_in_other_case(variable, reference)
        rule = "use_before_definition" if is_certain else "maybe_use_before_definition"
    if not is_early:
        return None
    if variable.kind == "parameter":
        return "maybe_use_before_definition"
    is_read_only = reference.is_read and not reference.is_write
    return "throws_already" if is_read_only and use_of(reference.place) in _FAILS_ANYWAY else rule


def _is_before(variable: Variable, start: int) -> bool:
    return start < variable.ready or variable.value_start <= start < variable.value_end


def _running_unit(unit: Scope, home: Scope) -> Scope:
    """Return the outermost unit below `home` that does not run at once where it stands."""
    result = home
    here = unit
    while here is not home and here.parent is not None:
        if not _runs_in_place(here):
            result = here
        here = here.parent.function
    return result


def _runs_in_place(unit: Scope) -> bool:
    if unit.kind in {"static", "field"}:
        return unit.kind == "static" or is_static(unit.node)
    return is_called_at_once(unit.own_place)


def _runs_before(script: Script, unit: Scope, variable: Variable) -> bool:
    """Say whether a function is called, in its variable's own unit, before the definition."""
    todo, seen = [unit], {id(unit)}
    while todo:
        place = todo.pop().own_place
        if _is_callback_before(place, variable):
            return True
        for reference in _calls_of(script, place):
            caller = _running_unit(reference.scope.function, variable.scope.function)
            if caller is variable.scope.function:
                if _is_before(variable, reference.start):
                    return True
            elif id(caller) not in seen:
                seen.add(id(caller))
                todo.append(caller)
    return False


def _is_callback_before(place: Place, variable: Variable) -> bool:
    arguments = outer(place)
    if arguments[0].type != "arguments" or not _is_before(variable, place[0].start_byte):
        return False
    call = outer(arguments)[0]
    if call.type == "new_expression":
        constructor = call.child_by_field_name("constructor")
        return constructor is not None and constructor.text == b"Promise"
    function = (
        inner(call.child_by_field_name("function")) if call.type == "call_expression" else None
    )
    return function is not None and property_name_if_member(function) in _CALLS_AT_ONCE


def _calls_of(script: Script, place: Place) -> list[Reference]:
    """Return the calls of a function by its name."""
    variable = script.variable_of_value.get(place[0].start_byte)
    calls = [] if variable is None else reads(variable)
    return [reference for reference in calls if use_of(reference.place) in {"call", "new"}]


def _is_in_other_case(variable: Variable, reference: Reference) -> tuple[bool, bool]:
    """Say whether a use is in another `case` than the definition, and surely without it."""
    body = variable.scope.node
    cases = [child for child in body.named_children if child.type != "comment"]
    home = _case_at(cases, variable.start)
    here = _case_at(cases, reference.start)
    if home == here:
        return False, False
    falls_through = all(not _leaves(case) for case in cases[home:here])
    return True, not falls_through


def _case_at(cases: "list[Node]", start: int) -> int:
    return max(index for index, case in enumerate(cases) if case.start_byte <= start)


def _leaves(case: "Node") -> bool:
    statements = [child for child in case.named_children if child.type != "comment"]
    last = statements[-1] if statements else None
    if last is not None and last.type == "statement_block" and last.named_children:
        last = last.named_children[-1]
    return last is not None and last.type in _LEAVES_CASE


def _finding(rule: str, variable: Variable, reference: Reference) -> Finding:
    name = variable.name
    if variable.kind == "parameter":
        message = f"The default value uses the parameter `{name}`, which comes later."
        fix = f"put `{name}` first, or work out the default in the body"
    elif variable.scope.kind == "switch" and not _is_before(variable, reference.start):
        message = f"`{name}` is declared in another `case`, which has not run."
        fix = f"declare it before the `switch`: `let {name};`"
    else:
        message = f"`{name}` is used before its definition has run."
        fix = f"move the definition of `{name}` above this line"
        if variable.value_start <= reference.start < variable.value_end:
            fix = (
                f"give the new variable another name than `{name}`, or declare it without this use"
            )
    return Finding(rule, reference.start, name, message, fix)
