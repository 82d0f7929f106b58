"""The class `Script` that the server makes, and the methods that it calls."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rcaudit.scripts.parse import find_nodes
from rcaudit.scripts.places import inner, key_name, outer, property_name, use_of
from rcaudit.scripts.rules.finding import Finding, Script
from rcaudit.scripts.rules.global_names import GlobalNames

if TYPE_CHECKING:
    from tree_sitter import Node

HANDLERS: Final = (
    "process_incoming_request",
    "prepare_outgoing_request",
    "process_outgoing_response",
)


_KEYS: Final = "[(pair key: (_) @key) (shorthand_property_identifier) @key]"


def defines_script(script: Script, names: GlobalNames) -> bool:
    """Say whether a top-level `Script` exists once the script is loaded."""
    made = names.made_at_load | names.made_in_functions
    return "Script" in script.tree.program.names or "Script" in made


def handlers(script: Script) -> tuple[str, ...]:
    """Return the names of the server's methods that the script defines, in the server's order."""
    wanted = [name for name in HANDLERS if name.encode() in script.data]
    if not wanted:
        return ()
    found = _class_members(script)
    if found is None:
        found = _all_keys(script)
    return tuple(name for name in wanted if name in found)


def _script_in_block(script: Script) -> int | None:
    """Return where `Script` is defined inside of a block at the top level, if it is."""
    program = script.tree.program
    for _, scope, _ in script.tree.noted("class_declaration", "lexical_declaration"):
        own = scope.names.get("Script")
        if own is not None and scope is not program and scope.var_scope is program:
            return own.start
    return None


def _class_members(script: Script) -> set[str | None] | None:
    """Return the members of `class Script`, None where it is anything but a class by itself."""
    own = script.tree.program.names.get("Script")
    value = None if own is None else inner(own.value)
    if value is None or value.type not in {"class", "class_declaration"}:
        return None
    if any(child.type == "class_heritage" for child in value.named_children):
        return None
    body = value.child_by_field_name("body")
    members = [] if body is None else body.named_children
    found = {_member_name(member) for member in members} | _assigned(script)
    is_extended = own is not None and bool(own.references)
    if is_extended and found.isdisjoint(HANDLERS):
        return None  # Object.assign(Script.prototype, { … })
    return found


def _member_name(member: "Node") -> str | None:
    if any(child.type in {"static", "get", "set"} for child in member.children):
        return None
    return key_name(member.child_by_field_name("name") or member.child_by_field_name("property"))


def _assigned(script: Script) -> set[str | None]:
    """Return the properties that are assigned to: `Script.prototype.name = …`."""
    targets = (
        inner(place[0].child_by_field_name("left"))
        for place in script.tree.noted("assignment_expression")
    )
    members = {"member_expression", "subscript_expression"}
    return {property_name(node) for node in targets if node is not None and node.type in members}


def _all_keys(script: Script) -> set[str | None]:
    """Return every name that a class, an object or an assignment gives to a property."""
    members = script.tree.noted("method_definition", "field_definition")
    keys = (key_name(node) for node in find_nodes(script.root, _KEYS))
    return {*keys, *(_member_name(place[0]) for place in members), *_assigned(script)}


def find_script_faults(script: Script, names: GlobalNames) -> Iterator[Finding]:
    """Find a missing `Script`, a missing handler, and calls of the engine's `s`."""
    hidden = _script_in_block(script)
    if not defines_script(script, names) and hidden is not None:
        message = "The server does not see a `Script` inside of a block; Babel moved it out."
        yield Finding("script_in_block", hidden, "Script", message, "move it out of the block")
    elif not defines_script(script, names):
        message = "The server cannot make a `new Script()`."
        yield Finding("no_script_class", 0, "Script", message, "define `class Script { … }`")
    elif not handlers(script):
        own = script.tree.program.names.get("Script")
        message = "`Script` has none of the methods that the server calls."
        fix = "define `process_incoming_request({ request }) { … }`, or one of the outgoing ones"
        yield Finding("no_handler", 0 if own is None else own.start, "Script", message, fix)
    for reference in script.undeclared:
        if reference.name == "s" and use_of(reference.place) == "call":
            start = outer(reference.place)[0].start_byte
            message = "`s` is an object of string helpers, no function."
            fix = "call a method of the string: `text.trim()`"
            yield Finding("string_helpers_called", start, "s", message, fix)
