"""`this` where it was the global object before 9.0 and is undefined since."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rcaudit.scripts.places import outer, part, property_name, reads, text, use_of
from rcaudit.scripts.rules.callers import calling_style, declared_at
from rcaudit.scripts.rules.classes import giver_of_this
from rcaudit.scripts.rules.finding import Finding, Script
from rcaudit.scripts.rules.global_names import GlobalNames
from rcaudit.scripts.scope import Place, Scope

if TYPE_CHECKING:
    from tree_sitter import Node

# What one use of `this` does when `this` is undefined instead of the global object.
_BREAKS = "breaks"
_FAILS_ANYWAY = "fails anyway"
_HARMLESS = "harmless"
_SHORT = 40


def find_plain_this(script: Script, names: GlobalNames) -> Iterator[Finding]:
    """Find functions in class code whose `this` is undefined from 9.0 on, once each."""
    for unit, places in by_function(script).items():
        if not _is_plain_in_class(unit):
            continue
        if calling_style(script, unit.own_place) != "plain":
            continue
        first = first_effect(script, names, places)
        if first is not None:
            yield _finding(unit, *first)


def by_function(script: Script) -> dict[Scope, list[Place]]:
    """Return the places of `this`, by the function or field whose `this` it is."""
    found: dict[Scope, list[Place]] = {}
    for place in script.tree.noted("this"):
        found.setdefault(giver_of_this(place[1]), []).append(place)
    return found


def _start(place: Place) -> int:
    return place[0].start_byte


def _is_plain_in_class(unit: Scope) -> bool:
    if unit.kind != "function" or not unit.is_strict or unit.has_directive:
        return False
    return unit.node.type != "method_definition"


def first_effect(
    script: Script, names: GlobalNames, places: list[Place]
) -> tuple[Place, str] | None:
    """Return the first use of `this` that is not harmless, with what it does."""
    for place in sorted(places, key=_start):
        effect = _effect(script, names, place)
        if effect != _HARMLESS:
            return place, effect
    return None


def breaks(effect: tuple[Place, str] | None) -> bool:
    """Say whether an effect is a break of 9.0, and no fault of its own."""
    return effect is not None and effect[1] == _BREAKS


def _effect(script: Script, names: GlobalNames, place: Place) -> str:
    use = use_of(place)
    if use == "member":
        return _effect_of_member(script, names, place)
    if use != "value":
        return _HARMLESS
    parent = outer(place)
    if parent[0].type != "variable_declarator":
        return _HARMLESS
    name = part(parent[0], "name")
    if name.type != "identifier":
        return _BREAKS  # const { room } = this
    return _effect_of_alias(script, names, parent, text(name))


def _effect_of_alias(script: Script, names: GlobalNames, place: Place, name: str) -> str:
    alias = declared_at(place[1], name)
    for reference in [] if alias is None else reads(alias):
        if use_of(reference.place) == "member":
            return _effect_of_member(script, names, reference.place)
    return _HARMLESS


def _effect_of_member(script: Script, names: GlobalNames, place: Place) -> str:
    parent = outer(place)
    name = property_name(parent[0])
    if name is None:
        return _BREAKS
    was_found = (
        name in script.globals
        or name in script.tree.program.names
        or name in names.made_before_9
        or name in names.set_on_this
    )
    # The global object had no such property: calling undefined threw before 9.0 as well.
    fails = use_of(parent) in {"call", "new", "member"} and not was_found
    return _FAILS_ANYWAY if fails else _BREAKS


def _finding(unit: Scope, place: Place, effect: str) -> Finding:
    start = place[0].start_byte
    if effect == _FAILS_ANYWAY:
        message = "In this function, `this` is not the object of the method around it."
        return Finding("throws_already", start, "this", message, _arrow(unit.node))
    message = "In this function, `this` is undefined from 9.0 on; it was the global object."
    return Finding("this_in_plain_function", start, "this", message, _arrow(unit.node))


def _arrow(node: "Node") -> str:
    parameters = text(node.child_by_field_name("parameters"))
    if node.child_by_field_name("name") is not None or len(parameters) > _SHORT:
        return "make it an arrow function, or call it with `.call(this, …)`"
    return f"write an arrow function: `{parameters} => {{ … }}`"
