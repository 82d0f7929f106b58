"""Checks of one's own, from a Python file."""

import importlib.util
import sys
from collections.abc import Collection
from pathlib import Path
from types import ModuleType

from rcaudit.checks.finding import Check
from rcaudit.errors import ConfigError

_MODULE_NAME = "rcaudit_custom_checks"
_FAILURES = (ArithmeticError, AssertionError, AttributeError, ImportError, LookupError)
_MORE_FAILURES = (NameError, OSError, TypeError, ValueError)


def load_checks_file(path: str | Path, known: Collection[str] = ()) -> tuple[Check, ...]:
    """Run a Python file and return the checks that it defines, sorted by slug.

    A check is a function with the decorator `check`, as those of rcaudit are; its docstring is
    its documentation. The file runs with all rights of whoever starts it.

    Args:
        path: The file.
        known: Slugs that are taken.

    Raises:
        ConfigError: The file cannot be read or run, defines no check, or one whose name is taken.
    """
    path = Path(path)
    module = _run(path)
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
    for check in own:
        if check.slug in known:
            raise ConfigError(f"{path} defines {check.slug}, which is taken: rename it.")
    return tuple(own)


def _run(path: Path) -> ModuleType:
    try:
        code = compile(path.read_bytes(), str(path), "exec")
    except OSError as error:
        raise ConfigError(f"Cannot read the checks {path}: {error.strerror}.") from error
    except (SyntaxError, ValueError) as error:  # a ValueError: null bytes, before Python 3.11.4
        line, reason = getattr(error, "lineno", None) or 1, getattr(error, "msg", str(error))
        raise ConfigError(f"{path}, line {line}: {reason}.") from error
    spec = importlib.util.spec_from_loader(_MODULE_NAME, loader=None)
    assert spec is not None, "a spec without a loader is always made"  # noqa: S101 - for mypy
    module = importlib.util.module_from_spec(spec)
    # While it runs, and for its docstring later, the module must be known by its name.
    sys.modules[_MODULE_NAME] = module
    try:
        exec(code, vars(module))  # noqa: S102 - running it is what the option asks for
    except (*_FAILURES, *_MORE_FAILURES) as error:
        line = _line_in(path, error)
        raise ConfigError(f"{path}, line {line}: {type(error).__name__}: {error}") from error
    return module


def _line_in(path: Path, error: BaseException) -> int:
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
