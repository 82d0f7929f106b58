"""What reading the scripts says of each: verdicts for `scripts`, and the rows of `script_hits`."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from rcaudit.frames.arrays import make_array, make_frame
from rcaudit.frames.schema import READINESS, SCRIPT_HITS
from rcaudit.frames.values import Columns
from rcaudit.scripts import RULES, ScriptAnalysis, analyse_script, readiness_7, readiness_9
from rcaudit.scripts.analysis import Hit
from rcaudit.snapshot.manifest import Manifest

_NOT_THE_SCRIPT = "\0"
"""Stands for a compiled text that differs from the script; the table does not keep that text."""
_HIT_FIELDS = ("rule", "severity", "line", "column", "name", "message", "fix", "source_line")


class _State(NamedTuple):
    """What decides, beside the text, whether and when a script breaks."""

    script_engine: str | None
    is_script_enabled: bool | None
    is_integration_enabled: bool | None
    is_script_compiled: bool | None
    is_compiled_as_written: bool | None
    skips_transpile: bool | None


def judge_scripts(scripts: pd.DataFrame, manifest: Manifest) -> dict[str, pd.DataFrame]:
    """Return `scripts` with its verdicts, and `script_hits`.

    Each text is analysed once, and only what the two tables show is kept of it.

    Args:
        scripts: The table `scripts`, its verdicts missing.
        manifest: The snapshot's manifest: what breaks depends on the server's version.
    """
    states = list(map(_State, *(_plain(scripts[name]) for name in _State._fields)))
    verdicts: list[dict[str, Any]] = [{}] * len(states)
    hits: list[tuple[Hit, ...]] = [()] * len(states)
    for source, rows in _by_text(scripts):
        analysis = None if source is None else analyse_script(source)
        of_state = {
            state: _judge(source, analysis, state, manifest.server_version)
            for state in {states[row] for row in rows}
        }
        for row in rows:
            verdicts[row] = of_state[states[row]]
            hits[row] = () if analysis is None else analysis.hits
    judged = {
        column.name: make_array(column, [verdict[column.name] for verdict in verdicts])
        for column in READINESS
    }
    rows_of_hits = _flatten_hits(_plain(scripts["integration_id"]), hits)
    return {
        "scripts": scripts.assign(**judged),
        "script_hits": make_frame(SCRIPT_HITS, rows_of_hits, manifest.workspace),
    }


def _plain(column: "pd.Series[Any]") -> list[Any]:
    values = column.astype(object)
    return values.where(values.notna(), None).tolist()


def _by_text(scripts: pd.DataFrame) -> Iterator[tuple[str | None, list[int]]]:
    rows_of: dict[str | None, list[int]] = {}
    for row, source in enumerate(_plain(scripts["script_source"])):
        rows_of.setdefault(source or None, []).append(row)
    yield from rows_of.items()


def _judge(
    source: str | None,
    analysis: ScriptAnalysis | None,
    state: _State,
    server_version: str | None,
) -> dict[str, Any]:
    is_on = state.is_script_enabled is True and state.is_integration_enabled is not False
    is_other = state.is_compiled_as_written is False or source is None
    on_9 = readiness_9(
        analysis,
        server_version=server_version,
        is_script_enabled=is_on,
        script=source,
        script_compiled=_NOT_THE_SCRIPT if is_other else source,
        script_error=state.is_script_compiled is False,
        skip_transpile=state.skips_transpile,
        script_transpile=None,
    )
    on_7 = readiness_7(
        analysis,
        server_version=server_version,
        script_engine=state.script_engine,
        is_script_enabled=is_on,
    )
    return {
        "readiness_9": on_9.verdict,
        "readiness_9_when": on_9.when or None,
        "readiness_9_reason": on_9.reason,
        "readiness_7": on_7.verdict,
        "readiness_7_when": on_7.when or None,
        "readiness_7_reason": on_7.reason,
        "is_silent": on_9.is_silent,
        "handlers": json.dumps([] if analysis is None else analysis.handlers),
        "hit_count": None if analysis is None or analysis.problem else len(analysis.hits),
    }


def _flatten_hits(ids: list[str | None], hits: list[tuple[Hit, ...]]) -> Columns:
    flat = [(key, hit) for key, found in zip(ids, hits, strict=True) for hit in found]
    columns: Columns = {"integration_id": [key for key, _ in flat]}
    columns |= {name: [getattr(hit, name) for _, hit in flat] for name in _HIT_FIELDS}
    columns["effect"] = [RULES[hit.rule].effect for _, hit in flat]
    return columns
