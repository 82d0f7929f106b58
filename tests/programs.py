"""The programs whose undeclared names ESLint's scope manager was asked for."""

import hashlib
import json
from pathlib import Path

from program_grammar import generate
from v8_cases import read_cases

from rcaudit.scripts import ScriptAnalysis

DATA = Path(__file__).parent / "data"
EXPECTED = DATA / "undeclared.json"
GENERATED = 400
_MARK = "//// "


def read_programs() -> dict[str, str]:
    """Return every program: written for this, run in V8, and generated."""
    found = {}
    text = (DATA / "programs.txt").read_bytes().decode().removesuffix("\n")
    for part in ("\n" + text).split("\n" + _MARK)[1:]:
        title, _, program = part.partition("\n")
        found[title] = program
    found.update({case.id: case.script for case in read_cases()})
    found.update({f"generated {seed}": generate(seed) for seed in range(GENERATED)})
    return found


def digest(rows: list[list[object]]) -> str:
    """Return a short stand-in for the rows of a generated program."""
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def our_rows(analysis: ScriptAnalysis, *, is_module: bool) -> list[list[object]]:
    """Return the undeclared names of an analysis as ESLint's rows have them."""
    return [
        [one.name, one.line, one.column, one.is_write, one.is_strict and not is_module]
        for one in analysis.undeclared
    ]
