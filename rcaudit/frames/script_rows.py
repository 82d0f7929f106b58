"""The rows of `scripts`: what a document says of its script and of what the server made of it."""

import hashlib
from typing import Any

from rcaudit.frames.removed import RemovedIndex
from rcaudit.frames.values import Columns, Documents, Malformed, read_field

_SHARED = ("integration_id", "direction", "is_script_enabled", "script_engine")


def flatten_scripts(
    documents: Documents, columns: Columns, removed: RemovedIndex, malformed: Malformed
) -> tuple[Columns, list[bool]]:
    """Return the columns of `scripts` but for the workspace, and for each document has-a-script."""
    sources = read_field(documents, "script", "text", malformed)
    has_script = [bool(source) for source in sources]
    for row, field in removed.scripts:
        has_script[row] = has_script[row] or field == "script"
    is_on = columns["is_script_enabled"]
    rows = [row for row, has in enumerate(has_script) if has or is_on[row]]

    def pick(values: list[Any]) -> list[Any]:
        return [values[row] for row in rows]

    sources = pick(sources)
    compiled = pick(read_field(documents, "scriptCompiled", "text", malformed))
    errors = pick(_read_errors(documents, malformed))
    left_out = [removed.scripts.get((row, "script")) for row in rows]
    has_compiled = [
        bool(text) or (row, "scriptCompiled") in removed.scripts
        for row, text in zip(rows, compiled, strict=True)
    ]
    return {
        **{name: pick(columns[name]) for name in _SHARED},
        "is_integration_enabled": pick(columns["is_enabled"]),
        "script_sha256": [_sha256(source) if source else None for source in sources],
        "script_size": [
            left.length if left else len(source or "")
            for left, source in zip(left_out, sources, strict=True)
        ],
        "script_line_count": [
            None if left else _count_lines(source or "")
            for left, source in zip(left_out, sources, strict=True)
        ],
        "is_script_compiled": [
            has and not error for has, error in zip(has_compiled, errors, strict=True)
        ],
        "is_compiled_as_written": [
            a == b if a and b else None for a, b in zip(sources, compiled, strict=True)
        ],
        "skips_transpile": pick(_read_skips_transpile(documents, malformed)),
        "script_error_name": [error.get("name") for error in errors],
        "script_error_message": [error.get("message") for error in errors],
        "script_error_stack": [error.get("stack") for error in errors],
        "script_source": sources,
    }, has_script


def _read_skips_transpile(documents: Documents, malformed: Malformed) -> list[bool | None]:
    skips = read_field(documents, "skipTranspile", "boolean", malformed)
    # `scriptTranspile` is the opposite of `skipTranspile`; some versions store the one, some the
    # other.
    transpiles = read_field(documents, "scriptTranspile", "boolean", malformed)
    return [
        (None if does is None else not does) if skip is None else skip
        for skip, does in zip(skips, transpiles, strict=True)
    ]


def _read_errors(documents: Documents, malformed: Malformed) -> list[dict[str, str]]:
    # The vendor's OpenAPI file has `scriptError` as a text, its server as an object.
    errors: list[dict[str, str]] = []
    for row, document in enumerate(documents):
        value: Any = document.get("scriptError")
        if isinstance(value, str):
            value = {"message": value}
        is_well_formed = isinstance(value, dict) and all(
            isinstance(value.get(name, ""), str) for name in ("name", "message", "stack")
        )
        if value is not None and not is_well_formed:
            malformed.setdefault(row, {})["scriptError"] = value
        errors.append(value if is_well_formed else {})
    return errors


def _count_lines(source: str) -> int:
    return source.count("\n") + 1 if source else 0


def _sha256(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
