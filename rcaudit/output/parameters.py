"""Parameters of a notebook: read from its cell `parameters`, set in one put after it."""

import ast
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from rcaudit.errors import ConfigError
from rcaudit.snapshot.credentials import speaks_of_secret, token_kind
from rcaudit.snapshot.finding import find_in_text

DECLARED, INJECTED = "parameters", "injected-parameters"
"""Tags of cells, as papermill has them."""

_USERINFO = re.compile(r"://[^/\s]*@")


def read_parameters(notebook: NotebookNode) -> dict[str, Any]:
    """Return the parameters that a notebook declares, with their defaults.

    They are the assignments of plain values in its cell tagged `parameters`.
    """
    return {
        target.id: ast.literal_eval(statement.value)
        for cell in _tagged(notebook, DECLARED)
        for statement in ast.parse(cell.source).body
        if isinstance(statement, ast.Assign) and _is_literal(statement.value)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def parse_assignments(texts: Iterable[str], declared: Mapping[str, Any]) -> dict[str, Any]:
    """Read `KEY=VALUE` texts; a value is of the type of its default, or text where that is None.

    Raises:
        ConfigError: A text has no `=`, a parameter is unknown, or a value is of another type or
            looks like a secret. The message never has the value.
    """
    values = {}
    for text in texts:
        name, is_assigned, value = text.partition("=")
        if not is_assigned:
            raise ConfigError("A parameter is set by KEY=VALUE: there is no = in one of them.")
        check_parameters({name: value}, declared)
        values[name] = _typed(name, value, declared[name])
    return values


def check_parameters(values: Mapping[str, Any], declared: Mapping[str, Any]) -> None:
    """Check that parameters are declared, and hold no secret: notebooks keep them in clear.

    Raises:
        ConfigError: One is not, or looks as if it does.
    """
    for name, value in values.items():
        if name not in declared:
            known = ", ".join(declared) or "none"
            raise ConfigError(f"The notebook has no parameter {name!r}: it has {known}.")
        if speaks_of_secret(name) or _looks_secret(str(value)):
            raise ConfigError(
                f"The parameter {name} looks like a secret, and a notebook would keep it in clear: "
                "put it into the environment or a profile (`rcaudit config init`), and name the "
                "profile instead."
            )


def inject(notebook: NotebookNode, values: Mapping[str, Any]) -> None:
    """Put a cell that sets these parameters after the one that declares them.

    A cell that an earlier run put there is replaced; without values it is taken out.
    """
    notebook.cells = [cell for cell in notebook.cells if not _has_tag(cell, INJECTED)]
    if values:
        source = "\n".join(f"{name} = {value!r}" for name, value in values.items())
        cell = new_code_cell(  # type: ignore[no-untyped-call] # nbformat has no types here
            source, id=INJECTED, metadata={"tags": [INJECTED]}
        )
        last = max(place for place, cell in enumerate(notebook.cells) if _has_tag(cell, DECLARED))
        notebook.cells.insert(last + 1, cell)


def _tagged(notebook: NotebookNode, tag: str) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if _has_tag(cell, tag)]


def _has_tag(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def _typed(name: str, value: str, default: Any) -> Any:
    if default is None or isinstance(default, str):
        return None if value == "None" and default is None else value
    try:
        read = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        read = value
    if type(read) is not type(default):
        raise ConfigError(f"The parameter {name} must be of type {type(default).__name__}.")
    return read


def _looks_secret(value: str) -> bool:
    if _USERINFO.search(value) or any(span.kind != "random" for span in find_in_text(value)):
        return True
    is_random = any(token_kind(part) for part in re.split(r"[^\w+-]+", value))
    # Folders of temporary files and of builds have random names.
    return is_random and not _exists(value)


def _exists(value: str) -> bool:
    try:
        return Path(value).expanduser().exists()
    except (OSError, ValueError, RuntimeError):  # too long, a NUL in it, no such home
        return False
