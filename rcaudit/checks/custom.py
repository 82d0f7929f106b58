"""Checks of one's own, from a Python file."""

import ast
import dataclasses
import importlib.util
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pandas as pd

from rcaudit.checks.finding import Check
from rcaudit.checks.gather import read_rows
from rcaudit.checks.thresholds import Thresholds
from rcaudit.errors import ConfigError, SnapshotError
from rcaudit.frames.frames import Frames
from rcaudit.frames.view import FramesView

_MODULE_NAME = "rcaudit_custom_checks"


def load_checks_file(path: str | Path, known: Collection[str] = ()) -> tuple[Check, ...]:
    """Run a Python file and return the checks that it defines, sorted by slug.

    A check is a function with the decorator `check`, as those of rcaudit are; its docstring is
    its documentation. The file runs with all rights of whoever starts it. Where one of its checks
    fails later, or returns something else than findings, that is a ConfigError as well.

    Args:
        path: The file.
        known: Slugs that are taken.

    Raises:
        ConfigError: The file cannot be read or run, defines no check, one twice, or one whose name
            is taken.
    """
    path = Path(path)
    tree = _parse(path)
    module = _run(path, tree)
    checks = {id(value): value for value in vars(module).values() if isinstance(value, Check)}
    own = sorted(
        (check for check in checks.values() if check.select.__module__ == _MODULE_NAME),
        key=lambda check: check.slug,
    )
    if not own:
        raise ConfigError(
            f"{path} defines no check: put @check(Severity.…) from rcaudit.checks.finding before "
            "a function that selects rows."
        )
    _refuse_doubles(path, tree, [check.slug for check in own])
    for check in own:
        if check.slug in known:
            raise ConfigError(f"{path} defines {check.slug}, which is taken: rename it.")
    return tuple(_guard(check, path) for check in own)


def _parse(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes(), str(path))
    except OSError as error:
        raise ConfigError(f"Cannot read the checks {path}: {error.strerror}.") from error
    except (SyntaxError, ValueError) as error:  # a ValueError: null bytes, before Python 3.11.4
        line, reason = getattr(error, "lineno", None) or 1, getattr(error, "msg", str(error))
        raise ConfigError(f"{path}, line {line}: {reason}.") from error


def _run(path: Path, tree: ast.Module) -> ModuleType:
    spec = importlib.util.spec_from_loader(_MODULE_NAME, loader=None)
    assert spec is not None, "a spec without a loader is always made"  # noqa: S101 - for mypy
    module = importlib.util.module_from_spec(spec)
    # While it runs, and for its docstring later, the module must be known by its name.
    sys.modules[_MODULE_NAME] = module
    with _blaming(path):
        exec(compile(tree, str(path), "exec"), vars(module))  # noqa: S102 - what the option is for
    return module


def _refuse_doubles(path: Path, tree: ast.Module, slugs: Sequence[str]) -> None:
    # A function that is defined a second time takes the place of the first, which would be lost.
    seen = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in slugs:
            if node.name in seen:
                raise ConfigError(
                    f"{path}, line {node.lineno}: {node.name} is defined a second time: rename it."
                )
            seen.add(node.name)
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise ConfigError(f"{path} defines more than one check {slug}: rename it.")


def _guard(check: Check, path: Path) -> Check:
    """Return the check so that what goes wrong in it is told as a mistake in the file.

    What it changes in a table is seen by no other check.
    """

    def select(frames: Frames, thresholds: Thresholds) -> pd.DataFrame:
        with _blaming(path, check):
            return read_rows(check, check.select(FramesView(frames), thresholds))

    return dataclasses.replace(check, select=select)


@contextmanager
def _blaming(path: Path, check: Check | None = None) -> Iterator[None]:
    try:
        yield
    except SnapshotError:
        raise  # a table is read when it is first asked for
    except (Exception, SystemExit) as error:  # code of others can raise anything
        told = str(error)
        if not isinstance(error, ConfigError):
            name = f"the check {check.slug}: " if check else ""
            told = f"{name}{type(error).__name__}: {told}"
        line = _line_in(path, error)
        if check is not None and not line:
            line = check.select.__code__.co_firstlineno
        raise ConfigError(f"{path}, line {line}: {_printable(told)}") from error


def _line_in(path: Path, error: BaseException) -> int:
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _printable(text: str) -> str:
    """Return a text on one line, without terminal commands or changes of the writing direction."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
