"""Collecting the declarations and the uses of names while a syntax tree is walked."""

import re
from typing import TYPE_CHECKING, Final

from rcaudit.scripts.scope import LEXICAL, Place, Reference, Scope, Variable
from rcaudit.scripts.words import SPECIAL_WORDS

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPE: Final = re.compile(r"\\u(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{4}))")
_NAME_NODES: Final = frozenset(
    {
        "identifier",
        "undefined",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
    }
)
_PATTERN_GROUPS: Final = frozenset(
    {
        "object_pattern",
        "array_pattern",
        "rest_pattern",
        "parenthesized_expression",
        # tree-sitter calls a nested pattern an object or an array where both readings fit
        "object",
        "array",
        "spread_element",
    }
)
_PATTERN_PAIRS: Final = frozenset({"pair_pattern", "pair"})
_PATTERN_DEFAULTS: Final = frozenset(
    {"assignment_pattern", "object_assignment_pattern", "assignment_expression"}
)
_MAX_CODE_POINT: Final = 0x10FFFF


class Binder:
    """The state of one walk."""

    __slots__ = (
        "data",
        "declared",
        "hoistable",
        "notes",
        "redeclarations",
        "references",
        "repeated_parameters",
        "scopes",
        "stack",
        "vars",
    )

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.stack: list[Place] = []
        self.references: list[Reference] = []
        self.scopes: list[Scope] = []
        self.notes: dict[str, list[Place]] = {}
        self.vars: list[tuple[str, int, Scope]] = []
        self.hoistable: list[tuple[Variable, Scope]] = []
        self.declared: list[tuple[str, int, Scope]] = []
        self.redeclarations: list[tuple[str, int]] = []
        self.repeated_parameters: list[tuple[str, int, Scope]] = []

    def name(self, node: "Node") -> str:
        """Return an identifier's name, its unicode escapes resolved."""
        text = self.data[node.start_byte : node.end_byte].decode()
        return _ESCAPE.sub(_unescape, text) if "\\" in text else text

    def visit(self, node: "Node | None", scope: Scope, parent: Place) -> None:
        """Put a node on the walk's list."""
        if node is not None:
            self.stack.append((node, scope, parent))

    def visit_children(self, place: Place, scope: Scope) -> None:
        """Put all named children of a node on the walk's list, in a scope."""
        self.stack.extend([(child, scope, place) for child in place[0].named_children])

    def note(self, place: Place) -> None:
        """Keep a place for the rules."""
        self.notes.setdefault(place[0].type, []).append(place)

    def nest(self, kind: str, place: Place, *, strict: bool = False) -> Scope:
        """Open a scope in the scope of a place."""
        outer = place[1]
        scope = Scope(
            kind,
            place,
            outer,
            outer.is_strict or strict,
            outer.has_directive,
            outer.is_in_with or kind == "with",
        )
        self.scopes.append(scope)
        return scope

    def refer(self, place: Place, *, read: bool, write: bool) -> None:
        """Record a use of a name."""
        node = place[0]
        self.references.append(Reference(self.name(node), node.start_byte, place, read, write))

    def declare(self, variable: Variable) -> None:
        """Enter a name into its scope, and note whether it collides with one that is there."""
        name = variable.name
        if (name in SPECIAL_WORDS and variable.kind != "arguments") or not name.isascii():
            where = variable.scope if variable.kind == "class_name" else variable.place[1]
            self.declared.append((variable.name, variable.start, where))
        self._check_against_parameters(variable)
        names = variable.scope.names
        other = names.get(variable.name)
        if other is None:
            names[variable.name] = variable
            return
        if variable.kind == "parameter" and other.kind == "parameter":
            at = max(variable.start, other.start)
            self.repeated_parameters.append((variable.name, at, variable.scope))
        elif _collide(variable, other):
            self.redeclarations.append((variable.name, max(variable.start, other.start)))
        if _outranks(variable, other):
            names[variable.name] = variable

    def _check_against_parameters(self, variable: Variable) -> None:
        """Note a `let` of a function's or a handler's body that has the name of a parameter."""
        outer = variable.scope.parent
        if variable.kind not in LEXICAL or outer is None or outer.kind not in {"function", "catch"}:
            return
        other = outer.names.get(variable.name)
        if other is not None and other.kind in {"parameter", "catch"}:
            self.redeclarations.append((variable.name, variable.start))

    def bind(self, place: Place, kind: str, value: "Node | None" = None) -> None:
        """Declare every name of a pattern; visit its defaults and computed keys."""
        for name_place, ready in self._pattern_names(place):
            node, scope, _ = name_place
            home = scope.var_scope if kind == "var" else scope
            variable = Variable(self.name(node), kind, home, node.start_byte, ready, name_place)
            if value is not None:
                variable.value_start, variable.value_end = value.start_byte, value.end_byte
                variable.value = value if name_place is place else None
            self.declare(variable)
            if kind == "var" and home is not scope:
                self.vars.append((variable.name, variable.start, scope))

    def assign(self, place: Place) -> None:
        """Record a write to every name of a pattern; visit the rest of it."""
        for name_place, _ in self._pattern_names(place):
            self.refer(name_place, read=False, write=True)

    def _pattern_names(self, place: Place) -> list[tuple[Place, int]]:
        """Return the names that a pattern binds, each with the byte where its own element ends."""
        found: list[tuple[Place, int]] = []
        todo: list[tuple[Place, int]] = [(place, 0)]
        while todo:
            here, ready = todo.pop()
            node, scope, _ = here
            kind = node.type
            if kind in _NAME_NODES:
                found.append((here, ready or node.end_byte))
            elif kind in _PATTERN_GROUPS:
                todo.extend([((child, scope, here), ready) for child in node.named_children])
            elif kind in _PATTERN_PAIRS:
                self.visit(node.child_by_field_name("key"), scope, here)
                todo.extend(_field(here, "value", ready))
            elif kind in _PATTERN_DEFAULTS:
                self.visit(node.child_by_field_name("right"), scope, here)
                todo.extend(_field(here, "left", ready or node.end_byte))
            else:
                self.stack.append(here)
        return found


def _field(place: Place, name: str, ready: int) -> list[tuple[Place, int]]:
    child = place[0].child_by_field_name(name)
    return [] if child is None else [((child, place[1], place), ready)]


def _unescape(found: "re.Match[str]") -> str:
    point = int(found[1] or found[2], 16)
    return chr(point) if point <= _MAX_CODE_POINT else "\ufffd"


def _collide(one: Variable, other: Variable) -> bool:
    kinds = {one.kind, other.kind}
    if kinds == {"block_function"}:
        return one.scope.is_strict
    return not kinds.isdisjoint(LEXICAL | {"block_function"}) and "function_name" not in kinds


def _outranks(one: Variable, other: Variable) -> bool:
    """Say which of two declarations of a name gives it its value when code begins to run."""
    if other.kind in {"function_name", "arguments"}:
        return True
    if one.kind == other.kind:
        return one.start < other.start
    return one.kind == "function" or (one.kind in LEXICAL and other.kind == "var")


def hoist_block_functions(binder: Binder) -> None:
    """Let functions of sloppy blocks be seen in their function, as V8 does (ECMA-262, B.3.2)."""
    for variable, home in binder.hoistable:
        if _can_hoist(variable, home):
            hoisted = Variable(
                variable.name, "hoisted", home, variable.start, variable.ready, variable.place
            )
            home.names.setdefault(variable.name, hoisted)


def _can_hoist(variable: Variable, home: Scope) -> bool:
    blockers = LEXICAL | {"block_function"}
    scope = variable.scope.parent
    while scope is not None and scope is not home:
        other = scope.names.get(variable.name)
        if other is not None and other.kind in blockers:
            return False
        scope = scope.parent
    other = home.names.get(variable.name)
    return other is None or other.kind not in blockers


def check_vars(binder: Binder) -> None:
    """Note each `var` that has to pass a block's own `let`, `const`, `class` or function."""
    for name, start, inner in binder.vars:
        scope: Scope | None = inner
        while scope is not None and scope is not inner.var_scope:
            other = scope.names.get(name)
            if other is not None and other.kind in LEXICAL | {"block_function"}:
                binder.redeclarations.append((name, max(start, other.start)))
                break
            scope = scope.parent
