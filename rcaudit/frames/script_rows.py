"""The rows of `scripts`: what a document says of its script and of what the server made of it."""

import hashlib
from itertools import compress

from rcaudit.frames.removed import RemovedIndex
from rcaudit.frames.values import Columns, Documents, Fields, read_field, read_values

_SHARED = ("integration_id", "direction", "is_script_enabled", "script_engine")
_TOLD_HERE_ONLY = ("scriptError", "skipTranspile", "scriptTranspile")


def read_has_script(
    documents: Documents, removed: RemovedIndex, malformed: Fields
) -> tuple[list[str | None], list[bool | None]]:
    """Return each document's script, and whether it has one: None where that cannot be told."""
    sources = read_field(documents, "script", "text", malformed)
    has_script: list[bool | None] = list(map(bool, sources))
    for row, fields in malformed.items():
        if "script" in fields:
            has_script[row] = None
    for row, field in removed.scripts:
        if field == "script":
            has_script[row] = True
    return sources, has_script


def flatten_scripts(
    documents: Documents,
    columns: Columns,
    sources: list[str | None],
    removed: RemovedIndex,
    malformed: Fields,
) -> tuple[Columns, Fields]:
    """Return the columns of `scripts` but for the workspace, and what has no row to stand in.

    Args:
        documents: The documents, as many as each column has values.
        columns: The columns of `integrations`.
        sources: The documents' scripts.
        removed: What the documents lost.
        malformed: Where malformed fields are added.
    """
    is_row = [
        bool(has or is_on)
        for has, is_on in zip(columns["has_script"], columns["is_script_enabled"], strict=True)
    ]
    lengths, line_counts = _measure(sources, columns["has_script"], removed)
    skips = _read_skips_transpile(documents, malformed)
    compiled = read_field(documents, "scriptCompiled", "text", malformed)
    every: Columns = {
        **{name: columns[name] for name in _SHARED},
        "is_integration_enabled": columns["is_enabled"],
        "script_size": lengths,
        "script_line_count": line_counts,
        "is_script_compiled": _read_is_compiled(documents, compiled, removed, malformed),
        "is_compiled_as_written": [
            a == b if a and b else None for a, b in zip(sources, compiled, strict=True)
        ],
        "skips_transpile": skips,
        **_read_errors(documents, malformed),
        "script_source": sources,
    }
    if all(is_row):
        rows = every
    else:
        rows = {name: list(compress(values, is_row)) for name, values in every.items()}
    rows["script_sha256"] = [
        _sha256(source) if source else None for source in rows["script_source"]
    ]
    return rows, _without_row(documents, is_row)


def _measure(
    sources: list[str | None], has_script: list[bool | None], removed: RemovedIndex
) -> tuple[list[int | None], list[int | None]]:
    lengths: list[int | None] = [len(source) if source else 0 for source in sources]
    line_counts: list[int | None] = [source.count("\n") + 1 if source else 0 for source in sources]
    for row, has in enumerate(has_script):
        if has is None:
            lengths[row] = line_counts[row] = None
    for (row, field), left_out in removed.scripts.items():
        if field == "script":
            lengths[row], line_counts[row] = left_out.length, None
    return lengths, line_counts


def _read_is_compiled(
    documents: Documents, compiled: list[str | None], removed: RemovedIndex, malformed: Fields
) -> list[bool | None]:
    is_compiled: list[bool | None] = [
        bool(text) and not document.get("scriptError")
        for text, document in zip(compiled, documents, strict=True)
    ]
    for row, field in removed.scripts:
        if field == "scriptCompiled":
            is_compiled[row] = not documents[row].get("scriptError")
    for row, fields in malformed.items():
        if "scriptCompiled" in fields:
            is_compiled[row] = None
    return is_compiled


def _read_skips_transpile(documents: Documents, malformed: Fields) -> list[bool | None]:
    skips = read_field(documents, "skipTranspile", "boolean", malformed)
    # Some versions store the opposite, `scriptTranspile`, in its place.
    transpiles = read_field(documents, "scriptTranspile", "boolean", malformed)
    return [
        not does if skip is None and does is not None else skip
        for skip, does in zip(skips, transpiles, strict=True)
    ]


def _read_errors(documents: Documents, malformed: Fields) -> Columns:
    # The vendor's OpenAPI file has `scriptError` as a text, its server as an object.
    values = [
        {"message": value} if isinstance(value := document.get("scriptError"), str) else value
        for document in documents
    ]
    errors = read_values(values, "scriptError", "object", malformed)
    return {
        f"script_error_{name}": read_values(
            [error.get(name) if error else None for error in errors],
            f"scriptError.{name}",
            "text",
            malformed,
        )
        for name in ("name", "message", "stack")
    }


def _without_row(documents: Documents, is_row: list[bool]) -> Fields:
    fields: Fields = {}
    for row, document in enumerate(documents):
        if not is_row[row]:
            told = {name: document[name] for name in _TOLD_HERE_ONLY if document.get(name)}
            if told:
                fields[row] = told
    return fields


def _sha256(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
