"""What reading the scripts says of each: verdicts for `scripts`, and the rows of `script_hits`."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from rcaudit.frames.arrays import GrowingTable, make_array, plain_values
from rcaudit.frames.growing import Numbers
from rcaudit.frames.schema import READINESS, SCRIPT_HITS
from rcaudit.scripts import RULES, ScriptAnalysis, analyse_script, readiness_7, readiness_9
from rcaudit.scripts.analysis import Hit
from rcaudit.snapshot.manifest import Manifest

_NOT_THE_SCRIPT = "\0"
"""Stands for a compiled text that differs from the script; the table does not keep that text."""
_HITS_AT_A_TIME = 1000
_HIT_FIELDS = ("rule", "severity", "line", "column", "name", "message", "fix", "source_line")


class _State(NamedTuple):
    """What decides, beside the text, whether and when a script breaks."""

    script_engine: str | None
    is_script_enabled: bool | None
    is_integration_enabled: bool | None
    is_script_compiled: bool | None
    is_compiled_as_written: bool | None
    skips_transpile: bool | None


class _Verdict(NamedTuple):
    """What the columns of readiness say of a script."""

    readiness_9: str
    readiness_9_when: str | None
    readiness_9_reason: str
    readiness_7: str
    readiness_7_when: str | None
    readiness_7_reason: str
    is_silent: bool
    handlers: str
    hit_count: int | None


def judge_scripts(scripts: pd.DataFrame, manifest: Manifest) -> dict[str, pd.DataFrame]:
    """Return `scripts` with its verdicts, and `script_hits`.

    Each text is analysed once, and only what the two tables show is kept of it.

    Args:
        scripts: The table `scripts`, its verdicts missing.
        manifest: The snapshot's manifest: what breaks depends on the server's version.
    """
    # Few states and verdicts are different: each is kept once.
    states: Numbers[_State] = Numbers()
    verdicts: Numbers[_Verdict] = Numbers()
    state_of = [states[state] for state in _read_states(scripts)]
    known_states = list(states)
    verdict_of = np.zeros(len(scripts), dtype=np.int32)
    hits: list[tuple[Hit, ...]] = [()] * len(scripts)
    for source, rows in _by_text(scripts):
        analysis = None if source is None else analyse_script(source)
        of_state = {
            number: verdicts[_judge(source, analysis, known_states[number], manifest)]
            for number in {state_of[row] for row in rows}
        }
        for row in rows:
            verdict_of[row] = of_state[state_of[row]]
            hits[row] = () if analysis is None else analysis.hits
    judged = {
        column.name: make_array(column, [getattr(one, column.name) for one in verdicts])
        for column in READINESS
    }
    return {
        "scripts": scripts.assign(
            **{name: array.take(verdict_of) for name, array in judged.items()}
        ),
        "script_hits": _flatten_hits(
            plain_values(scripts["integration_id"]).tolist(), hits, manifest.workspace
        ),
    }


def _read_states(scripts: pd.DataFrame) -> Iterator[_State]:
    return map(_State, *(plain_values(scripts[name]).tolist() for name in _State._fields))


def _by_text(scripts: pd.DataFrame) -> Iterator[tuple[str | None, list[int]]]:
    rows_of: dict[str | None, list[int]] = {}
    for row, source in enumerate(plain_values(scripts["script_source"]).tolist()):
        rows_of.setdefault(source or None, []).append(row)
    yield from rows_of.items()


def _judge(
    source: str | None,
    analysis: ScriptAnalysis | None,
    state: _State,
    manifest: Manifest,
) -> _Verdict:
    is_on = state.is_script_enabled is True and state.is_integration_enabled is not False
    is_other = state.is_compiled_as_written is False or source is None
    on_9 = readiness_9(
        analysis,
        server_version=manifest.server_version,
        is_script_enabled=is_on,
        script=source,
        script_compiled=_NOT_THE_SCRIPT if is_other else source,
        script_error=state.is_script_compiled is False,
        skip_transpile=state.skips_transpile,
        script_transpile=None,
    )
    on_7 = readiness_7(
        analysis,
        server_version=manifest.server_version,
        script_engine=state.script_engine,
        is_script_enabled=is_on,
    )
    return _Verdict(
        readiness_9=on_9.verdict,
        readiness_9_when=on_9.when or None,
        readiness_9_reason=on_9.reason,
        readiness_7=on_7.verdict,
        readiness_7_when=on_7.when or None,
        readiness_7_reason=on_7.reason,
        is_silent=on_9.is_silent,
        handlers=json.dumps([] if analysis is None else analysis.handlers),
        hit_count=None if analysis is None or analysis.problem else len(analysis.hits),
    )


def _flatten_hits(
    ids: list[str | None], hits: list[tuple[Hit, ...]], workspace: str
) -> pd.DataFrame:
    table = GrowingTable(SCRIPT_HITS)
    every = ((key, hit) for key, found in zip(ids, hits, strict=True) for hit in found)
    while flat := list(islice(every, _HITS_AT_A_TIME)):
        columns: dict[str, list[Any]] = {"integration_id": [key for key, _ in flat]}
        columns |= {name: [getattr(hit, name) for _, hit in flat] for name in _HIT_FIELDS}
        columns["effect"] = [RULES[hit.rule].effect for _, hit in flat]
        table.extend(columns)
    return table.to_frame(workspace)
