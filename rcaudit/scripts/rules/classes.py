"""The classes of a script: their members, and what their methods do with `this`."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rcaudit.scripts.places import key_name, outer, property_name, use_of
from rcaudit.scripts.scope import Place, Scope, ScopeTree, this_scope

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(slots=True, eq=False)
class ClassShape:
    """The members of one class, by name.

    Attributes:
        methods: Methods that belong to instances, with the place of each.
        getters: Names with a getter, setters: names with a setter.
        others: Fields, static members, and what methods assign to `this`.
        has_heritage: Whether it extends another class.
    """

    node: "Node"
    has_heritage: bool
    methods: dict[str, Place] = field(default_factory=dict)
    getters: set[str] = field(default_factory=set)
    setters: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)


def class_shapes(tree: ScopeTree) -> dict[int, ClassShape]:
    """Return the shape of every class, by the byte where its body begins."""
    shapes: dict[int, ClassShape] = {}
    for node, _, _ in tree.noted("class", "class_declaration"):
        body = node.child_by_field_name("body")
        if body is not None:
            heritage = any(child.type == "class_heritage" for child in node.named_children)
            shapes[body.start_byte] = ClassShape(node, heritage)
    for place in tree.noted("method_definition", "field_definition"):
        shape = _shape_around(place, shapes)
        if shape is not None:
            _add_member(shape, place)
    for place in tree.noted("this"):
        _add_assignment(place, shapes)
    return shapes


def _shape_around(place: Place, shapes: dict[int, ClassShape]) -> ClassShape | None:
    body = place[2]
    if body is None or body[0].type != "class_body":
        return None
    return shapes.get(body[0].start_byte)


def _add_member(shape: ClassShape, place: Place) -> None:
    node = place[0]
    key = node.child_by_field_name("name") or node.child_by_field_name("property")
    name = key_name(key)
    if name is None:
        return
    marks = {child.type for child in node.children if not child.is_named}
    if node.type == "field_definition" or "static" in marks:
        shape.others.add(name)
    elif "get" in marks:
        shape.getters.add(name)
    elif "set" in marks:
        shape.setters.add(name)
    else:
        shape.methods[name] = place


def _add_assignment(place: Place, shapes: dict[int, ClassShape]) -> None:
    """Remember `this.name = …`, which can shadow a method by a bound one."""
    parent = outer(place)
    shape = shape_of_this(place[1], shapes)
    if parent is None or shape is None or use_of(place) != "member":
        return
    name = property_name(parent[0])
    if name is not None and use_of(parent) == "target":
        shape.others.add(name)


def _is_given_this(unit: Scope) -> bool:
    """Say whether a callback gets the `this` around it: `map(function () { … }, this)`."""
    if unit.kind != "function" or unit.place is None or unit.node.type == "method_definition":
        return False
    arguments = outer(unit.place)
    if arguments is None or arguments[0].type != "arguments":
        return False
    return arguments[0].named_children[-1].type == "this"


def shape_of_this(scope: Scope, shapes: dict[int, ClassShape]) -> ClassShape | None:
    """Return the class whose instance `this` is, in a method or a field of the class."""
    unit = this_scope(scope)
    while _is_given_this(unit) and unit.parent is not None:
        unit = this_scope(unit.parent)
    if unit.place is None or unit.kind not in {"function", "field"}:
        return None
    node = unit.place[0]
    if any(child.type == "static" for child in node.children):
        return None
    return _shape_around(unit.place, shapes)
