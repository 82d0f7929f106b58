"""The classes of a script: their members, and what their methods do with `this`."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from rcaudit.scripts.places import (
    first_child,
    key_name,
    outer,
    part,
    property_name,
    property_name_if_member,
    use_of,
)
from rcaudit.scripts.scope import Place, Scope, ScopeTree, this_scope

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(slots=True, eq=False)
class ClassShape:
    """The members of the instances of one class, or its static ones, by name.

    Attributes:
        methods: Methods, with the place of each.
        getters: Names with a getter.
        setters: Names with a setter.
        others: Fields, and what methods assign to `this`.
        has_heritage: Whether the class extends another.
    """

    has_heritage: bool
    methods: dict[str, Place] = field(default_factory=dict)
    getters: set[str] = field(default_factory=set)
    setters: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)


# By the byte where the class's body begins, and whether the members are static.
Shapes: TypeAlias = dict[tuple[int, bool], ClassShape]


def class_shapes(tree: ScopeTree) -> Shapes:
    """Return the shapes of every class."""
    shapes: Shapes = {}
    for node, _, _ in tree.noted("class", "class_declaration"):
        heritage = any(child.type == "class_heritage" for child in node.named_children)
        start = part(node, "body").start_byte
        shapes[start, False], shapes[start, True] = ClassShape(heritage), ClassShape(heritage)
    for place in tree.noted("method_definition", "field_definition"):
        shape = _shape_around(place, shapes)
        if shape is not None:
            _add_member(shape, place)
    for place in tree.noted("this"):
        _add_assignment(place, shapes)
    return shapes


def _shape_around(place: Place, shapes: Shapes) -> ClassShape | None:
    body = place[2]
    if body is None or body[0].type != "class_body":
        return None
    return shapes.get((body[0].start_byte, is_static(place[0])))


def _add_member(shape: ClassShape, place: Place) -> None:
    node = place[0]
    key = node.child_by_field_name("name") or node.child_by_field_name("property")
    name = key_name(key)
    if name is None:
        return
    marks = {child.type for child in node.children if not child.is_named}
    if node.type == "field_definition":
        shape.others.add(name)
    elif "get" in marks:
        shape.getters.add(name)
    elif "set" in marks:
        shape.setters.add(name)
    else:
        shape.methods[name] = place


def _add_assignment(place: Place, shapes: Shapes) -> None:
    """Remember `this.name = …`, which can shadow a method by a bound one."""
    parent = outer(place)
    shape = shape_of_this(place[1], shapes)
    if shape is None or use_of(place) != "member":
        return
    name = property_name(parent[0])
    if name is not None and use_of(parent) == "target":
        shape.others.add(name)


def giver_of_this(scope: Scope) -> Scope:
    """Return the function, field or class that `this` comes from, through callbacks given it.

    `map(function () { … }, this)` and `function () { … }.bind(this)` hand it on.
    """
    unit = this_scope(scope)
    while unit.parent is not None and _is_given_this(unit):
        unit = this_scope(unit.parent)
    return unit


def _is_given_this(unit: Scope) -> bool:
    if unit.kind != "function" or unit.node.type == "method_definition":
        return False
    parent = outer(unit.own_place)
    if parent[0].type == "arguments":
        return parent[0].named_children[-1].type == "this"
    if property_name_if_member(parent[0]) not in {"apply", "bind", "call"}:
        return False
    arguments = outer(parent)[0].child_by_field_name("arguments")
    first = first_child(arguments)
    return first is not None and first.type == "this"


def is_static(member: "Node") -> bool:
    """Say whether a member belongs to the class itself."""
    return any(child.type == "static" for child in member.children)


def shape_of_this(scope: Scope, shapes: Shapes) -> ClassShape | None:
    """Return the members that `this` has, in a method or a field of a class."""
    unit = giver_of_this(scope)
    if unit.kind not in {"function", "field"}:
        return None
    return _shape_around(unit.own_place, shapes)
