"""The commands that the README shows, and what they print."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"
_BLOCK = re.compile(r"^```console\n\$ (rcaudit [^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PASSING = {
    r"127\.0\.0\.1[:_]\d+": "127.0.0.1:PORT",
    r"(history      )\S+": r"\1FOLDER",
    r"\d{8}T\d{9}Z": "TIME",
    r"(127\.0\.0\.1:PORT, |since )\d{4}-\d\d-\d\d \d\d:\d\d": r"\1MOMENT",
}


def shown() -> dict[str, str]:
    """Return each command that the README shows, with the output that it shows."""
    return dict(_BLOCK.findall(README.read_text(encoding="utf-8")))


def printed(command: str) -> str:
    """Run a command as the README shows it, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"COLUMNS": "100"},
    )
    return done.stdout.replace("python -m rcaudit", "rcaudit")


def without_passing(output: str) -> str:
    """Return an output without what differs from run to run."""
    for pattern, word in _PASSING.items():
        output = re.sub(pattern, word, output)
    return output


def refresh() -> None:
    """Write what each command prints into the README, where it says something else."""

    def render(match: re.Match[str]) -> str:
        command, old = match.groups()
        new = printed(command)
        output = old if without_passing(old) == without_passing(new) else new
        return f"```console\n$ {command}\n{output}```"

    text = README.read_text(encoding="utf-8")
    README.write_text(_BLOCK.sub(render, text), encoding="utf-8")


if __name__ == "__main__":
    refresh()
