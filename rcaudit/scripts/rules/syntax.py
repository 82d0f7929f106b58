"""Text that V8 refuses to compile, wherever it stands."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rcaudit.scripts.places import text, use_of
from rcaudit.scripts.rules.finding import Finding, Script
from rcaudit.scripts.scope import Place, Scope, this_scope

if TYPE_CHECKING:
    from tree_sitter import Node

_LOOPS: Final = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_MANY_LEVELS: Final = 300
_HOLDS_ONE_STATEMENT: Final = _LOOPS | {
    "if_statement",
    "else_clause",
    "with_statement",
    "labeled_statement",
}
# What JavaScript allows in names and Python does not: `$` and the zero-width (non-)joiners.
_NAME_CHARACTERS: Final = str.maketrans({"$": "_", "\u200c": "_", "\u200d": "_"})
_UNKNOWN_SYNTAX: Final = {
    "decorator": "Decorators are not part of JavaScript yet.",
    "hash_bang_line": "A `#!` line is refused, since the server puts code before it.",
    "jsx_element": "Markup is no JavaScript.",
    "jsx_self_closing_element": "Markup is no JavaScript.",
    "object_assignment_pattern": "A default value is possible only where something is assigned.",
    "using_declaration": "The engine does not know `using` yet.",
}


def find_parse_error(data: bytes, root: "Node") -> Finding:
    """Return the first place that the grammar does not know."""
    node = root
    while not (node.is_error or node.is_missing):
        following = next((child for child in node.children if child.has_error), None)
        if following is None:
            break  # pragma: no cover - an error is in some child, as far as is known
        node = following
    start = min(node.start_byte, max(len(data) - 1, 0))
    message = "This is no JavaScript."
    if node.is_missing:
        message = f"`{node.type}` is missing."
    return Finding("syntax_error", start, "", message, "correct the line")


def find_syntax_errors(script: Script) -> Iterator[Finding]:
    """Find what the grammar takes and V8 refuses."""
    for name, start in script.tree.redeclarations:
        yield _error(start, name, f"`{name}` is declared already.")
    for kind, message in _UNKNOWN_SYNTAX.items():
        for place in script.tree.noted(kind):
            yield _error(place[0].start_byte, "", message)
    yield from _module_syntax(script)
    yield from _awaits_and_yields(script)
    yield from _jumps(script)
    yield from _declarations(script)
    yield from _supers(script)
    yield from _private_names(script)
    yield from _odd_names(script)


def _error(start: int, name: str, message: str, fix: str = "correct the line") -> Finding:
    return Finding("syntax_error", start, name, message, fix)


def _module_syntax(script: Script) -> Iterator[Finding]:
    for node, _, _ in script.tree.noted("import_statement", "export_statement"):
        word = "import" if node.type == "import_statement" else "export"
        message = f"Scripts are no modules: there is no `{word}`."
        fix = "leave it out" if word == "import" else "leave the word `export` out"
        yield Finding("module_syntax", node.start_byte, word, message, fix)
    for node, scope, _ in script.tree.noted("meta_property"):
        if text(node).startswith("import"):
            message = "Scripts are no modules: there is no `import.meta`."
            yield Finding("module_syntax", node.start_byte, "import", message, "leave it out")
        elif this_scope(scope).kind == "program":
            yield _error(node.start_byte, "new.target", "`new.target` outside of a function.")


def _awaits_and_yields(script: Script) -> Iterator[Finding]:
    places = script.tree.noted("await_expression", "for_in_statement")
    for node, scope, _ in places:
        if node.type == "for_in_statement" and all(c.type != "await" for c in node.children):
            continue
        if _is_marked(scope.function, "async"):
            continue
        if scope.function.kind == "program":
            message = "`await` outside of a function."
            fix = "move it into an `async` method"
            yield Finding("module_syntax", node.start_byte, "await", message, fix)
        else:
            message = "`await` in a function that is not `async`."
            yield _error(node.start_byte, "await", message, "write `async` before the function")
    for node, scope, _ in script.tree.noted("yield_expression"):
        is_name = not node.named_children and not scope.is_strict
        if not is_name and not _is_marked(scope.function, "*"):
            message = "`yield` in a function that is no generator."
            yield _error(node.start_byte, "yield", message, "write `function*`")


def _is_marked(unit: Scope, mark: str) -> bool:
    if unit.kind != "function":
        return False
    is_generator = mark == "*" and unit.node.type.startswith("generator")
    return is_generator or any(child.type == mark for child in unit.node.children)


def _jumps(script: Script) -> Iterator[Finding]:
    for place in script.tree.noted("break_statement", "continue_statement"):
        node = place[0]
        label = node.child_by_field_name("label")
        word = node.type.partition("_")[0]
        targets = _LOOPS | {"switch_statement"} if word == "break" else _LOOPS
        around = _around(place)
        if label is None and not any(node is None or node.type in targets for node in around):
            yield _error(node.start_byte, word, f"`{word}` outside of a loop.")
        elif label is not None and not any(
            node is None or _is_labelled(node, text(label)) for node in around
        ):
            yield _error(node.start_byte, text(label), f"There is no label `{text(label)}` here.")
    for place in script.tree.noted("labeled_statement"):
        name = text(place[0].child_by_field_name("label"))
        if any(node is not None and _is_labelled(node, name) for node in _around(place)):
            yield _error(place[0].start_byte, name, f"`{name}` comes twice.")


def _around(place: Place) -> Iterator["Node | None"]:
    """Return the nodes around a place, up to its function; None where there are very many."""
    unit = place[1].function.place
    parent = place[2]
    for _ in range(_MANY_LEVELS):
        if parent is None or parent is unit:
            return
        yield parent[0]
        parent = parent[2]
    yield None


def _is_labelled(node: "Node", name: str) -> bool:
    return node.type == "labeled_statement" and text(node.child_by_field_name("label")) == name


def _declarations(script: Script) -> Iterator[Finding]:
    for place in script.tree.noted("lexical_declaration", "variable_declaration"):
        yield from _missing_values(place[0])
    blocky = ("lexical_declaration", "class_declaration", "generator_function_declaration")
    for place in script.tree.noted(*blocky):
        if _is_body(place):
            yield _error(place[0].start_byte, "", "A declaration needs a block around it: `{ … }`.")
    for place in script.tree.noted("function_declaration"):
        if _is_body(place):
            yield from _function_without_block(place)


def _missing_values(declaration: "Node") -> Iterator[Finding]:
    is_const = declaration.children[0].type == "const"
    for child in declaration.named_children:
        name = child.child_by_field_name("name")
        if name is None or child.child_by_field_name("value") is not None:
            continue
        if is_const or name.type != "identifier":
            yield _error(child.start_byte, text(name), f"`{text(name)}` gets no value.")


def _is_body(place: Place) -> bool:
    """Say whether a declaration is all that an `if`, a loop or a label holds."""
    node, _, parent = place
    if parent is None or parent[0].type not in _HOLDS_ONE_STATEMENT:
        return False
    initializer = parent[0].child_by_field_name("initializer")
    return initializer is None or initializer != node


def _function_without_block(place: Place) -> Iterator[Finding]:
    node, scope, parent = place
    message = "A function needs a block around it: `{ … }`."
    holder = "" if parent is None else parent[0].type
    is_tolerated = holder in {"if_statement", "else_clause", "labeled_statement"}
    if not is_tolerated or any(child.type == "async" for child in node.children):
        yield _error(node.start_byte, "function", message)
    elif scope.is_strict:
        fix = "put the function into a block"
        yield Finding("strict_mode_syntax", node.start_byte, "function", message, fix)


def _supers(script: Script) -> Iterator[Finding]:
    for place in script.tree.noted("super"):
        unit = this_scope(place[1])
        node = place[0]
        if use_of(place) not in {"call", "member"}:
            continue
        is_method = unit.kind in {"field", "static"} or (
            unit.kind == "function" and unit.node.type == "method_definition"
        )
        if not is_method or (use_of(place) == "call" and not _is_derived_constructor(unit)):
            yield _error(node.start_byte, "super", "`super` has no meaning here.")


def _is_derived_constructor(unit: Scope) -> bool:
    if unit.kind != "function" or text(unit.node.child_by_field_name("name")) != "constructor":
        return False
    owner = unit.own_place[1].node
    return any(child.type == "class_heritage" for child in owner.named_children)


def _private_names(script: Script) -> Iterator[Finding]:
    declared: dict[int, set[str]] = {}
    uses: list[Place] = []
    for place in script.tree.noted("private_property_identifier"):
        parent = place[2]
        if parent is not None and parent[0].type in {"method_definition", "field_definition"}:
            declared.setdefault(id(place[1]), set()).add(text(place[0]))
        else:
            uses.append(place)
    for place in uses:
        scope: Scope | None = place[1]
        name = text(place[0])
        while scope is not None and name not in declared.get(id(scope), ()):
            scope = scope.parent
        if scope is None:
            yield _error(place[0].start_byte, name, f"No class around this declares `{name}`.")


def _odd_names(script: Script) -> Iterator[Finding]:
    """Find names with characters that the grammar takes for letters, such as typographic quotes."""
    if script.data.isascii():
        return
    used = [(reference.name, reference.start) for reference in script.tree.references]
    for name, start in used + [(name, start) for name, start, _ in script.tree.declared]:
        if not name.isascii() and not _is_name(name):
            yield _error(start, name, f"`{name}` is no name.")


def _is_name(name: str) -> bool:
    return name.translate(_NAME_CHARACTERS).isidentifier()
