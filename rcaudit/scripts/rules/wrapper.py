"""Where the script meets the server's wrapper: its last line, its names, the global object."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rcaudit.scripts.places import outer, property_name, sole_value, text, use_of
from rcaudit.scripts.rules.callers import calling_style
from rcaudit.scripts.rules.finding import Finding, Script
from rcaudit.scripts.rules.global_names import GLOBAL_OBJECTS, GlobalNames
from rcaudit.scripts.scope import Place, Scope, Variable, this_scope

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMED_LAST: Final = {
    "assignment_expression": "right",
    "augmented_assignment_expression": "right",
    "binary_expression": "right",
    "ternary_expression": "alternative",
    "unary_expression": "argument",
    "variable_declarator": "value",
}
_NESTED_LAST: Final = frozenset(
    {"else_clause", "for_in_statement", "for_statement", "if_statement", "labeled_statement"}
    | {"while_statement", "with_statement"}
)
_SPANNING: Final = frozenset(
    {
        "await_expression",
        "expression_statement",
        "lexical_declaration",
        "sequence_expression",
        "throw_statement",
        "variable_declaration",
    }
)
_CANNOT_BE_CALLED: Final = frozenset(
    {"break_statement", "continue_statement", "debugger_statement", "do_statement"}
    | {
        "empty_statement",
        "statement_block",
        "try_statement",
        "switch_statement",
        "update_expression",
    }
    | {"class_declaration", "function_declaration", "generator_function_declaration"}
    | {"export_statement", "import_statement", "identifier_pattern"}
)


def find_wrapper_clashes(script: Script, names: GlobalNames) -> Iterator[Finding]:
    """Find what goes wrong at the seams between the script and the server's code around it."""
    yield from _last_line(script)
    yield from _last_statement(script)
    yield from _top_level(script)
    yield from _arrow_constructors(script)
    yield from _lexical_globals(script, names)


def _last_line(script: Script) -> Iterator[Finding]:
    children = script.root.children
    last = children[-1] if children else None
    while last is not None and last.child_count and last.type != "comment":
        last = last.children[-1]
    if last is None or last.type != "comment" or last.end_byte != len(script.data):
        return
    if text(last).startswith("//"):
        message = "The closing brace that 9.0 adds when saving lands in this comment."
        yield Finding("last_line_comment", last.start_byte, "//", message, "add a line end")


def _last_statement(script: Script) -> Iterator[Finding]:
    statements = [child for child in script.root.named_children if "comment" not in child.type]
    if statements and can_be_called(statements[-1]):
        last = statements[-1]
        message = "The server's own code, which follows, is read as a call of this expression."
        yield Finding("missing_last_semicolon", last.start_byte, "", message, "end it with `;`")


def can_be_called(statement: "Node") -> bool:
    """Say whether a parenthesis on the line after a statement would continue it."""
    node: Node | None = statement
    while node is not None:
        kind = node.type
        if kind in _CANNOT_BE_CALLED:
            return False
        if kind == "arrow_function":
            node = node.child_by_field_name("body")
        elif kind in _NAMED_LAST:
            node = node.child_by_field_name(_NAMED_LAST[kind])
        elif kind in _NESTED_LAST or kind in _SPANNING:
            last = node.children[-1]
            if last.type == ";":
                return False
            node = next((c for c in reversed(node.named_children) if c.type != "comment"), None)
        else:
            return True
    return False


def _top_level(script: Script) -> Iterator[Finding]:
    program = script.tree.program
    for node, scope, _ in script.tree.noted("return_statement"):
        if scope.function is program:
            message = "`return` outside of a function."
            yield Finding("top_level_return", node.start_byte, "return", message, "leave it out")
    store = program.names.get("Store")
    if store is not None and store.kind != "hoisted":
        message = "The server declares `Store` itself."
        fix = "choose another name, or use the server's `Store`"
        yield Finding("top_level_store", store.start, "Store", message, fix)


def _arrow_constructors(script: Script) -> Iterator[Finding]:
    own = script.tree.program.names.get("Script")
    if own is not None and _is_arrow(own):
        yield _not_a_constructor("Script", own.start)
    for variable in script.variables:
        if not _is_arrow(variable):
            continue
        for reference in variable.references:
            if use_of(reference.place) == "new":
                yield _not_a_constructor(variable.name, reference.start)


def _is_arrow(variable: Variable) -> bool:
    value = sole_value(variable)
    return value is not None and value.type == "arrow_function"


def _not_a_constructor(name: str, start: int) -> Finding:
    message = f"`{name}` is an arrow function, which `new` refuses."
    fix = f"write `class {name} {{ … }}` or `function {name}() {{ … }}`"
    return Finding("not_a_constructor", start, name, message, fix)


def _lexical_globals(script: Script, names: GlobalNames) -> Iterator[Finding]:
    program = script.tree.program
    objects = [
        reference.place for reference in script.undeclared if reference.name in GLOBAL_OBJECTS
    ]
    objects += [place for place in script.tree.noted("this") if _is_global_this(script, place)]
    for place in objects:
        parent = outer(place)
        if use_of(place) not in {"member", "optional"}:
            continue
        name = property_name(parent[0])
        variable = None if name is None else program.names.get(name)
        is_set = name in names.made_at_load or name in names.made_in_functions
        if variable is None or is_set or variable.kind not in {"let", "const", "class"}:
            continue
        message = f"`{variable.name}` is no property of the global object when run as written."
        yield Finding(
            "global_property_of_lexical",
            parent[0].start_byte,
            variable.name,
            message,
            f"write `{variable.name}` by itself",
        )


def _is_global_this(script: Script, place: Place) -> bool:
    """Say whether `this` is the global object: in a sloppy function that is called plainly."""
    unit: Scope = this_scope(place[1])
    if unit.kind != "function" or unit.is_strict:
        return False
    return calling_style(script, unit.own_place) == "plain"
