"""Analysing a script: what it defines, where it breaks, and what it takes from the engine."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from rcaudit.scripts.engines import engine_globals
from rcaudit.scripts.parse import parse_script
from rcaudit.scripts.positions import Positions
from rcaudit.scripts.rules.catalogue import RULES, Severity
from rcaudit.scripts.rules.classes import class_shapes
from rcaudit.scripts.rules.dead_zone import find_early_uses
from rcaudit.scripts.rules.detached_methods import find_detached_methods
from rcaudit.scripts.rules.finding import Finding, Script
from rcaudit.scripts.rules.global_names import GlobalNames, find_global_names
from rcaudit.scripts.rules.misplaced import find_misplaced
from rcaudit.scripts.rules.plain_this import find_plain_this
from rcaudit.scripts.rules.script_class import defines_script, find_script_faults, handlers
from rcaudit.scripts.rules.strict_behaviour import find_strict_behaviour
from rcaudit.scripts.rules.strict_syntax import find_strict_syntax
from rcaudit.scripts.rules.syntax import find_parse_error, find_syntax_errors
from rcaudit.scripts.rules.wrapper import find_wrapper_clashes
from rcaudit.scripts.scope import Reference, is_declared
from rcaudit.scripts.walk import bind_names

MAX_SOURCE_LINE: Final = 160
MAX_HITS: Final = 500
# Bounds that keep memory flat over any number of scripts.
_CACHED_ANALYSES: Final = 1_024
_CACHED_LENGTH: Final = 1 << 15


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in a script that a rule objects to.

    Attributes:
        rule: Slug of the rule in `RULES`.
        line: Line, counted from 1.
        column: Column in characters, counted from 1.
        name: The name or word that it is about, empty where there is none.
        source_line: The line's text, shortened around the column where it is long.
    """

    rule: str
    severity: Severity
    line: int
    column: int
    name: str
    source_line: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class UndeclaredReference:
    """A use of a name that the script does not declare, the engine's names among them.

    The function of a sloppy block counts as declared in its block only, as for ESLint.
    """

    name: str
    line: int
    column: int
    is_write: bool
    is_strict: bool


@dataclass(frozen=True, slots=True)
class ScriptAnalysis:
    """What reading one script found.

    Attributes:
        hits: Objections of rules, by position; the first `MAX_HITS`.
        handlers: The server's methods that the script defines.
        defines_script: Whether there is a top-level `Script`.
        compiles: Whether V8 compiles the script in the server's wrapper; None when not analysed.
        error: Why it does not compile, with line and column.
        problem: Why the script was not analysed.
        undeclared: Uses of names that the script does not declare.
    """

    hits: tuple[Hit, ...] = ()
    handlers: tuple[str, ...] = ()
    defines_script: bool = False
    compiles: bool | None = None
    error: str | None = None
    problem: str | None = None
    undeclared: tuple[UndeclaredReference, ...] = ()


def analyse_script(source: str, *, engine: str | None = "isolated-vm") -> ScriptAnalysis:
    """Analyse a script as written; any text gives an analysis, and nothing of it is run.

    The same text again costs nothing, unless it is very long or a thousand others came between.

    Args:
        source: The script.
        engine: The engine whose globals it may use: `isolated-vm`; `vm2` for before 7.0.
    """
    if len(source) > _CACHED_LENGTH:
        return _analyse_text(source, engine)
    return _analyse_once(source, engine)


@lru_cache(maxsize=_CACHED_ANALYSES)
def _analyse_once(source: str, engine: str | None) -> ScriptAnalysis:
    return _analyse_text(source, engine)


def _analyse_text(source: str, engine: str | None) -> ScriptAnalysis:
    parsed = parse_script(source)
    if parsed.root is None:
        return ScriptAnalysis(problem=parsed.problem)
    positions = Positions(parsed.data)
    if parsed.root.has_error:
        return _failed(positions, [find_parse_error(parsed.data, parsed.root)])
    tree = bind_names(parsed.root, parsed.data)
    script = Script(parsed.data, parsed.root, tree, engine_globals(engine))
    analysis = _analyse(positions, script)
    tree.dismantle()
    return analysis


def _analyse(positions: Positions, script: Script) -> ScriptAnalysis:
    names = GlobalNames(script)
    findings = list(_find(script, names))
    undeclared = tuple(_undeclared(positions, script.tree.references))
    if any(RULES[finding.rule].effect == "does_not_compile" for finding in findings):
        return _failed(positions, findings, undeclared)
    return ScriptAnalysis(
        hits=_hits(positions, findings),
        handlers=handlers(script),
        defines_script=defines_script(script, names),
        compiles=True,
        undeclared=undeclared,
    )


def _find(script: Script, names: GlobalNames) -> Iterator[Finding]:
    shapes = class_shapes(script.tree)
    return chain(
        find_syntax_errors(script),
        find_misplaced(script),
        find_strict_syntax(script),
        find_wrapper_clashes(script, names),
        find_script_faults(script, names),
        find_global_names(script, names),
        find_plain_this(script, names),
        find_detached_methods(script, names, shapes),
        find_early_uses(script),
        find_strict_behaviour(script, shapes),
    )


def _failed(
    positions: Positions, findings: list[Finding], undeclared: tuple[UndeclaredReference, ...] = ()
) -> ScriptAnalysis:
    """Report only what keeps the script from compiling: the rest would never be reached."""
    fatal = [one for one in findings if RULES[one.rule].effect == "does_not_compile"]
    hits = _hits(positions, fatal)
    error = f"line {hits[0].line}, column {hits[0].column}: {hits[0].message}"
    return ScriptAnalysis(hits=hits, compiles=False, error=error, undeclared=undeclared)


def _hits(positions: Positions, findings: list[Finding]) -> tuple[Hit, ...]:
    ordered = sorted(set(findings), key=lambda finding: (finding.start, finding.rule, finding.name))
    return tuple(_hit(positions, finding) for finding in ordered[:MAX_HITS])


def _hit(positions: Positions, finding: Finding) -> Hit:
    line, column = positions.position(finding.start)
    return Hit(
        rule=finding.rule,
        severity=RULES[finding.rule].severity,
        line=line,
        column=column,
        name=finding.name,
        source_line=positions.excerpt(finding.start, MAX_SOURCE_LINE),
        message=finding.message,
        fix=finding.fix,
    )


def _undeclared(positions: Positions, references: list[Reference]) -> Iterator[UndeclaredReference]:
    for reference in references:
        if is_declared(reference):
            continue
        line, column = positions.position(reference.start)
        yield UndeclaredReference(
            reference.name, line, column, reference.is_write, reference.scope.is_strict
        )
