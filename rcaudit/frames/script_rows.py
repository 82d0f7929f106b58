"""The rows of `scripts`: what a document says of its script and of what the server made of it."""

import hashlib
from itertools import compress

from rcaudit.frames.removed import RemovedIndex
from rcaudit.frames.values import Batch, Columns, Fields, read_field, read_members, read_values

_SHARED = ("integration_id", "direction", "is_script_enabled", "script_engine")
_TOLD_HERE_ONLY = ("scriptError", "skipTranspile", "scriptTranspile")


def read_has_script(
    batch: Batch, removed: RemovedIndex
) -> tuple[list[str | None], list[bool | None]]:
    """Return each document's script, and whether it has one: None where that cannot be told."""
    sources = read_field(batch, "script", "text")
    has_script: list[bool | None] = list(map(bool, sources))
    for row, fields in batch.malformed.items():
        if "script" in fields:
            has_script[row] = None
    for row, field in removed.scripts:
        if field == "script":
            has_script[row] = True
    return sources, has_script


def flatten_scripts(
    batch: Batch, columns: Columns, sources: list[str | None], removed: RemovedIndex
) -> tuple[Columns, Fields]:
    """Return the columns of `scripts` but for the workspace, and what has no row to stand in.

    Args:
        batch: The documents, as many as each column has values.
        columns: The columns of `integrations`.
        sources: The documents' scripts.
        removed: What the documents lost.
    """
    is_row = [
        bool(has or is_on)
        for has, is_on in zip(columns["has_script"], columns["is_script_enabled"], strict=True)
    ]
    lengths, line_counts = _measure(sources, columns["has_script"], removed)
    skips = _read_skips_transpile(batch)
    compiled = read_field(batch, "scriptCompiled", "text")
    every: Columns = {
        **{name: columns[name] for name in _SHARED},
        "is_integration_enabled": columns["is_enabled"],
        "script_size": lengths,
        "script_line_count": line_counts,
        "is_script_compiled": _read_is_compiled(batch, compiled, removed),
        "is_compiled_as_written": [
            a == b if a and b else None for a, b in zip(sources, compiled, strict=True)
        ],
        "skips_transpile": skips,
        **_read_errors(batch),
        "script_source": sources,
    }
    if all(is_row):
        rows = every
    else:
        rows = {name: list(compress(values, is_row)) for name, values in every.items()}
    rows["script_sha256"] = list(map(_sha256, rows["script_source"]))
    return rows, _without_row(batch, is_row)


def _measure(
    sources: list[str | None], has_script: list[bool | None], removed: RemovedIndex
) -> tuple[list[int | None], list[int | None]]:
    lengths: list[int | None] = [len(source) if source else 0 for source in sources]
    line_counts: list[int | None] = [source.count("\n") + 1 if source else 0 for source in sources]
    if None in has_script:
        for row, has in enumerate(has_script):
            if has is None:
                lengths[row] = line_counts[row] = None
    for (row, field), left_out in removed.scripts.items():
        if field == "script":
            lengths[row], line_counts[row] = left_out.length, None
    return lengths, line_counts


def _read_is_compiled(
    batch: Batch, compiled: list[str | None], removed: RemovedIndex
) -> list[bool | None]:
    errors = batch.values("scriptError")
    is_compiled: list[bool | None] = [
        bool(text) and not error for text, error in zip(compiled, errors, strict=True)
    ]
    for row, field in removed.scripts:
        if field == "scriptCompiled":
            is_compiled[row] = not errors[row]
    for row, fields in batch.malformed.items():
        if "scriptCompiled" in fields:
            is_compiled[row] = None
    return is_compiled


def _read_skips_transpile(batch: Batch) -> list[bool | None]:
    skips = read_field(batch, "skipTranspile", "boolean")
    if "scriptTranspile" not in batch.names:
        return skips
    # Some versions store the opposite, `scriptTranspile`, in its place.
    transpiles = read_field(batch, "scriptTranspile", "boolean")
    for row, (skip, does) in enumerate(zip(skips, transpiles, strict=True)):
        if skip is None and does is not None:
            skips[row] = not does
        elif skip is not None and skip == does:
            batch.malformed.setdefault(row, {})["scriptTranspile"] = does
    return skips


def _read_errors(batch: Batch) -> Columns:
    # The vendor's OpenAPI file has `scriptError` as a text, its server as an object.
    values = batch.values("scriptError")
    if "scriptError" in batch.names:
        values = [{"message": value} if isinstance(value, str) else value for value in values]
    errors = read_values(values, "scriptError", "object", batch.malformed)
    return {
        f"script_error_{member}": read_members(batch, errors, "scriptError", member)
        for member in ("name", "message", "stack")
    }


def _without_row(batch: Batch, is_row: list[bool]) -> Fields:
    fields: Fields = {}
    for name in batch.names.intersection(_TOLD_HERE_ONLY):
        for row, value in enumerate(batch.values(name)):
            if value and not is_row[row]:
                fields.setdefault(row, {})[name] = value
    return fields


def _sha256(source: str | None) -> str | None:
    if not source:
        return None
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
