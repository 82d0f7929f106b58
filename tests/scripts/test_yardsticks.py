import os
import shutil
from pathlib import Path

import pytest
from programs import read_programs
from v8_cases import OUTCOMES, Outcome, read_cases, read_outcomes
from yardsticks.undeclared import ask_eslint
from yardsticks.v8 import run_in_v8

from rcaudit.scripts import analyse_script


def require_node(*packages: str) -> None:
    """Skip where Node.js or one of these npm packages is missing."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    folder = os.environ.get("RCAUDIT_NODE_MODULES")
    if folder is None:
        pytest.skip("RCAUDIT_NODE_MODULES names no folder of npm packages")
    missing = [name for name in packages if not (Path(folder) / name).is_dir()]
    if missing:
        pytest.skip(f"{folder} lacks {', '.join(missing)}")


def test_v8_still_does_what_was_recorded() -> None:
    """Running the cases again gives the recorded outcomes, but for the wording of errors."""
    require_node("@babel/core", "@babel/preset-env")
    rerun = {
        str(one["id"]): Outcome(one["babel"], one["written"]) for one in run_in_v8(read_cases())
    }
    recorded = read_outcomes()
    assert OUTCOMES.is_file()
    assert {name: outcome.is_broken_by_9 for name, outcome in rerun.items()} == {
        name: outcome.is_broken_by_9 for name, outcome in recorded.items()
    }


def test_eslint_still_finds_the_same() -> None:
    """Asking ESLint's scope manager again gives as many undeclared names as the analysis finds."""
    require_node("espree", "eslint-scope")
    programs = {name: text for name, text in read_programs().items() if name.startswith("gener")}
    theirs = ask_eslint(programs)
    for name, found in theirs.items():
        if "rows" in found:
            assert len(analyse_script(programs[name]).undeclared) == len(found["rows"])
