"""What a rule is given and what it gives back."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rcaudit.scripts.places import inner
from rcaudit.scripts.scope import Reference, ScopeTree, Variable

if TYPE_CHECKING:
    from tree_sitter import Node


class Finding(NamedTuple):
    """One place that a rule objects to.

    Attributes:
        start: The byte where it stands.
        fix: What to write instead, in a few words.
    """

    rule: str
    start: int
    name: str
    message: str
    fix: str


@dataclass(frozen=True)
class Script:
    """A parsed script with its scopes, as the rules see it.

    Attributes:
        globals: The names that the engine has.
    """

    data: bytes
    root: "Node"
    tree: ScopeTree
    globals: frozenset[str]

    @cached_property
    def undeclared(self) -> list[Reference]:
        """Uses of names that the script does not declare."""
        return self.tree.undeclared

    @cached_property
    def reference_at(self) -> dict[int, Reference]:
        """Every use of a name, by the byte where it stands."""
        return {reference.start: reference for reference in self.tree.references}

    @cached_property
    def rebinds(self) -> bool:
        """Whether the script calls functions with an object of its choice anywhere."""
        return any(word in self.data for word in (b".call", b".apply", b".bind"))

    @cached_property
    def variables(self) -> list[Variable]:
        """The variables that are used at least once."""
        found = {
            id(reference.variable): reference.variable
            for reference in self.tree.references
            if reference.variable is not None
        }
        return list(found.values())

    @cached_property
    def variable_of_value(self) -> dict[int, Variable]:
        """The variables that stand for a value, by the byte where the value begins."""
        found: dict[int, Variable] = {}
        for variable in self.variables:
            value = inner(variable.value)
            if value is not None:
                found[value.start_byte] = variable
        return found
