"""Scopes, the names in them, and which declaration every use of a name belongs to."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from tree_sitter import Node

# A node, the scope that it is in, and its parent's place: ancestors without asking the tree, which
# would search from its root each time.
Place: TypeAlias = "tuple[Node, Scope, Place | None]"

LEXICAL: Final = frozenset({"let", "const", "class", "using"})


@dataclass(slots=True, eq=False)
class Scope:
    """A region of the script with names of its own.

    Attributes:
        kind: `program`, `function` (its parameters), `body` (of a function), `block`, `class`,
            `field`, `static`, `for`, `switch`, `catch` or `with`.
        is_strict: Whether V8 runs it strictly when the script is run as written.
        has_directive: Whether `"use strict"` makes it so, which Babel keeps: strict before 9.0.
        var_scope: Where a `var` in this scope is declared.
        function: The innermost scope whose code runs as a unit: function, field, static, program.
    """

    kind: str
    place: "Place | None"
    parent: "Scope | None"
    is_strict: bool
    has_directive: bool
    is_in_with: bool = False
    names: "dict[str, Variable]" = field(default_factory=dict)
    var_scope: "Scope" = field(init=False)
    function: "Scope" = field(init=False)

    def __post_init__(self) -> None:
        parent = self.parent
        is_unit = parent is None or self.kind in {"function", "field", "static"}
        self.function = self if is_unit or parent is None else parent.function
        self.var_scope = (
            self if is_unit or self.kind == "body" or parent is None else parent.var_scope
        )

    @property
    def own_place(self) -> Place:
        """The place of the node that opens the scope."""
        assert self.place is not None  # noqa: S101 - every scope has one from its making on
        return self.place

    @property
    def node(self) -> "Node":
        """The node that opens the scope."""
        return self.own_place[0]


@dataclass(slots=True, eq=False)
class Variable:
    """A declared name.

    Attributes:
        kind: `var`, `let`, `const`, `using`, `class`, `function`, `block_function`, `hoisted` (a
            sloppy block's function, seen from outside the block), `parameter`, `catch`, `import`,
            `function_name`, `class_name` or `arguments`.
        start: The byte where the name stands.
        ready: The byte from which on, in straight-line code, the name has a value.
        value_start: Where the expression that gives it its value begins, -1 without one.
        value_end: Where that expression ends.
        value: That expression's node, where the name gets it whole.
    """

    name: str
    kind: str
    scope: Scope
    start: int
    ready: int
    place: Place
    value_start: int = -1
    value_end: int = -1
    value: "Node | None" = None
    references: "list[Reference]" = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Reference:
    """A use of a name; `variable` is None where the script does not declare it."""

    name: str
    start: int
    place: Place
    is_read: bool
    is_write: bool
    variable: Variable | None = None

    @property
    def scope(self) -> Scope:
        """The scope that the name is used in."""
        return self.place[1]


@dataclass(slots=True)
class ScopeTree:
    """All that one walk over a script finds.

    Attributes:
        references: Every use of a name, by position.
        notes: Places of the nodes that rules ask for, by the node's type.
        redeclarations: Names and bytes of declarations that collide with another one.
        repeated_parameters: Names, bytes and functions of parameters that come twice.
        declared: Names, bytes and scopes of declared names that may be none: reserved words, and
            names with letters beyond ASCII.
        scopes: All scopes but the program's.
    """

    program: Scope
    references: list[Reference]
    notes: dict[str, list[Place]]
    redeclarations: list[tuple[str, int]]
    repeated_parameters: list[tuple[str, int, Scope]]
    declared: list[tuple[str, int, Scope]]
    scopes: list[Scope]

    def noted(self, *kinds: str) -> list[Place]:
        """Return the places of all nodes of these types that the walk noted."""
        return [place for kind in kinds for place in self.notes.get(kind, ())]

    @property
    def undeclared(self) -> list[Reference]:
        """Uses of names that the script does not declare."""
        return [reference for reference in self.references if reference.variable is None]

    def dismantle(self) -> None:
        """Cut the circles between scopes, variables and references; the tree is of no use after.

        Memory comes back at once then. Left to the garbage collector, its runs take longer than the
        analysis of a thousand scripts does.
        """
        self.scopes.append(self.program)
        for scope in self.scopes:
            for variable in scope.names.values():
                variable.references.clear()
            scope.names.clear()
            scope.place = None
            del scope.var_scope, scope.function


def is_declared(reference: Reference) -> bool:
    """Say whether a name is declared where it is used, functions of sloppy blocks left out.

    That is how ESLint's scope manager and Babel see it; V8 lets such a function out of its block.
    """
    variable = reference.variable
    while variable is not None and variable.kind == "hoisted":
        scope = variable.scope.parent
        variable = None
        while scope is not None and variable is None:
            variable = scope.names.get(reference.name)
            scope = scope.parent
    return variable is not None


def resolve(references: list[Reference], scopes: list[Scope]) -> None:
    """Find the declaration of every reference, from the inside out."""
    declared = {name for scope in scopes for name in scope.names}
    for reference in references:
        name = reference.name
        if name not in declared:
            continue
        scope: Scope | None = reference.place[1]
        while scope is not None:
            variable = scope.names.get(name)
            if variable is not None:
                reference.variable = variable
                variable.references.append(reference)
                break
            scope = scope.parent


def this_scope(scope: Scope) -> Scope:
    """Return the function, field, static block or program whose `this` is seen in a scope."""
    unit = scope.function
    while (
        unit.kind == "function" and unit.node.type == "arrow_function" and unit.parent is not None
    ):
        unit = unit.parent.function
    return unit
