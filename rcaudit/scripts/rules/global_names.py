"""Names that the script does not declare: assigned to, or asked for."""

from collections.abc import Iterator
from typing import Final

from rcaudit.scripts.engines import REMOVED_WITH_VM2
from rcaudit.scripts.places import (
    always_runs,
    outer,
    property_name,
    property_name_if_member,
    use_of,
)
from rcaudit.scripts.rules.callers import calling_style
from rcaudit.scripts.rules.finding import Finding, Script
from rcaudit.scripts.scope import Place, Reference, Scope, this_scope

GLOBAL_OBJECTS: Final = frozenset({"global", "globalThis"})


class GlobalNames:
    """Which global names the script makes, and how surely.

    Attributes:
        made_at_load: Names that exist once the script is loaded, in strict code too.
        made_in_functions: Names that sloppy code makes when a function of it runs.
        made_before_9: Names that are assigned to anywhere, which was enough before 9.0.
        set_on_this: Properties that plain functions set on `this`, so on the global object.
        properties: Names that are asked for or set as properties of the global object.
        guards: Uses in `typeof name`, by name.
    """

    def __init__(self, script: Script) -> None:
        self.made_at_load: set[str] = set()
        self.made_in_functions: set[str] = set()
        self.made_before_9: set[str] = set()
        self.set_on_this: set[str] = set()
        self.properties: set[str] = set()
        self.guards: dict[str, list[Reference]] = {}
        for reference in script.undeclared:
            self._add_reference(reference)
        for place in script.tree.noted("this"):
            unit = this_scope(place[1])
            if unit.kind == "program" or _is_sloppy_and_plain(script, unit):
                self._add_property(place)
            elif unit.kind == "function" and unit.node.type != "method_definition":
                self._add_plain_this(place)

    def _add_reference(self, reference: Reference) -> None:
        if reference.is_write and not reference.is_read:
            self.made_before_9.add(reference.name)
            if not reference.scope.is_strict:
                self._make(reference.name, reference.place)
        elif reference.name in GLOBAL_OBJECTS:
            self._add_property(reference.place)
        elif use_of(reference.place) == "typeof":
            self.guards.setdefault(reference.name, []).append(reference)

    def _add_property(self, place: Place) -> None:
        parent = outer(place)
        if use_of(place) not in {"member", "optional"}:
            return
        name = property_name(parent[0])
        if name is None:
            return
        self.properties.add(name)
        if use_of(parent) == "target":
            self.made_before_9.add(name)
            self._make(name, parent)

    def _add_plain_this(self, place: Place) -> None:
        parent = outer(place)
        name = property_name_if_member(parent[0])
        if name is not None and use_of(parent) == "target":
            self.set_on_this.add(name)

    def _make(self, name: str, place: Place) -> None:
        (self.made_at_load if always_runs(place) else self.made_in_functions).add(name)

    def is_guarded(self, reference: Reference) -> bool:
        """Say whether a `typeof` of the name stands before it, in its function or around it."""
        guards = [
            one for one in self.guards.get(reference.name, ()) if one.start <= reference.start
        ]
        units = set(_units(reference.scope)) if guards else set()
        return any(id(guard.scope.function) in units for guard in guards)


def _is_sloppy_and_plain(script: Script, unit: Scope) -> bool:
    return not unit.is_strict and calling_style(script, unit.own_place) == "plain"


def _units(scope: Scope) -> Iterator[int]:
    unit: Scope | None = scope.function
    while unit is not None:
        yield id(unit)
        unit = unit.parent.function if unit.parent is not None else None


def find_global_names(script: Script, names: GlobalNames) -> Iterator[Finding]:
    """Judge every use of an undeclared name."""
    seen: set[tuple[str, int]] = set()
    for reference in script.undeclared:
        name = reference.name
        is_there = name in script.globals and name not in REMOVED_WITH_VM2
        if is_there or reference.scope.is_in_with:
            continue
        if reference.is_write and not reference.is_read:
            if name in names.made_at_load or not reference.scope.is_strict:
                continue
            key = (name, id(_method(reference.scope)))
            if key not in seen:
                seen.add(key)
                yield _assignment(reference, names)
        elif name not in names.made_before_9 and not names.is_guarded(reference):
            yield from _use(reference, names)


def _method(scope: Scope) -> Scope:
    """Return the outermost function around a scope that is not the class itself."""
    unit = scope.function
    while unit.parent is not None and unit.parent.kind != "class":
        above = unit.parent.function
        if above.kind == "program":
            break
        unit = above
    return unit


def _assignment(reference: Reference, names: GlobalNames) -> Finding:
    name = reference.name
    rule, message = "implicit_global", f"`{name}` is assigned to, but declared nowhere."
    if name in names.made_in_functions:
        rule = "maybe_implicit_global"
        message = f"`{name}` exists only if the function that makes it has run before."
    elif reference.scope.has_directive:
        rule = "throws_already"
        message = f'`{name}` is assigned to under "use strict", but declared nowhere.'
    return Finding(rule, reference.start, name, message, _declaration(reference))


def _declaration(reference: Reference) -> str:
    """Return what to write to declare a name where it is assigned to."""
    name = reference.name
    parent = outer(reference.place)
    kind = parent[0].type
    if kind == "for_in_statement":
        sign = parent[0].child_by_field_name("operator")
        return f"declare it: `for (const {name} {'of' if sign is None else sign.type} …)`"
    above = outer(parent)
    if kind == "assignment_expression":
        if above[0].type == "for_statement":
            return f"declare it: `for (let {name} = …)`"
        if above[0].type == "expression_statement":
            return f"declare it: `let {name} = …`"
    return f"declare it before: `let {name};`"


def _use(reference: Reference, names: GlobalNames) -> Iterator[Finding]:
    name, start = reference.name, reference.start
    use = use_of(reference.place)
    if use in {"typeof", "delete"}:
        return
    if name in REMOVED_WITH_VM2:
        message = f"`{name}` went with the engine vm2 in 7.0."
        yield Finding(
            "removed_engine_global", start, name, message, _REPLACEMENTS.get(name, _MODEL)
        )
    elif name in names.properties:
        return
    elif reference.is_write:
        message = f"`{name}` is read before it is assigned to, and nothing declares it."
        yield Finding(
            "throws_already", start, name, message, f"declare it before: `let {name} = …`"
        )
    else:
        message = f"Neither the script nor the engine has `{name}`."
        yield Finding("unknown_global", start, name, message, _ADVICE.get(name, _DECLARE))


_MODEL: Final = "scripts have no access to the database: ask the REST API with `serverFetch`"
_REPLACEMENTS: Final = {
    "_": "use the methods of arrays and objects: `map`, `filter`, `Object.keys`",
    "moment": "use `Date` and `Intl.DateTimeFormat`",
    "HTTP": "use `await serverFetch(url, { method, headers, body })` in an async method",
    "Buffer": "write the conversion out: the engine has no `Buffer`, `atob` or `TextEncoder`",
}
_DECLARE: Final = "declare it, or correct its spelling"
_ADVICE: Final = {
    **dict.fromkeys(
        ("fetch", "XMLHttpRequest", "axios", "request"), "use `await serverFetch(url, options)`"
    ),
    **dict.fromkeys(
        ("require", "module", "exports", "process"),
        "leave it out: a script has no modules and no Node.js",
    ),
    **dict.fromkeys(
        ("setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval"),
        "leave it out: the engine has no timers",
    ),
}
