"""Methods that use `this`, handed over without their object."""

from collections.abc import Iterator

from rcaudit.scripts.places import outer, property_name, text, use_of
from rcaudit.scripts.rules.callers import style_of_value, variable_style
from rcaudit.scripts.rules.classes import Shapes, shape_of_this
from rcaudit.scripts.rules.finding import Finding, Script
from rcaudit.scripts.rules.global_names import GlobalNames
from rcaudit.scripts.rules.plain_this import breaks, by_function, first_effect
from rcaudit.scripts.scope import Place


def find_detached_methods(script: Script, names: GlobalNames, shapes: Shapes) -> Iterator[Finding]:
    """Find `map(this.helper)`, `const f = this.helper` and `const { helper } = this`."""
    uses = {id(unit.place): places for unit, places in by_function(script).items()}
    for place in script.tree.noted("this"):
        shape = shape_of_this(place[1], shapes)
        if shape is None:
            continue
        for method, start in _detached(script, place):
            if method not in shape.methods or method in shape.others:
                continue
            places = uses.get(id(shape.methods[method]), [])
            if breaks(first_effect(script, names, places)):
                yield _finding(method, start)


def _detached(script: Script, place: Place) -> Iterator[tuple[str, int]]:
    """Return the names of the methods that this use of `this` hands over."""
    parent = outer(place)
    if use_of(place) == "member":
        name = property_name(parent[0])
        is_handed_over = use_of(parent) in {"argument", "value"}
        if name is not None and is_handed_over and style_of_value(script, parent) == "plain":
            yield name, parent[0].start_byte
    elif parent[0].type == "variable_declarator" and use_of(place) == "value":
        pattern = parent[0].child_by_field_name("name")
        for child in [] if pattern is None else pattern.named_children:
            variable = parent[1].names.get(text(child))
            is_short = child.type == "shorthand_property_identifier_pattern"
            if is_short and variable and variable_style(script, variable) == "plain":
                yield text(child), child.start_byte


def _finding(method: str, start: int) -> Finding:
    message = f"`{method}` uses `this`, which is undefined when it is called without its object."
    fix = f"hand over `(...args) => this.{method}(...args)`"
    return Finding("detached_method", start, method, message, fix)
