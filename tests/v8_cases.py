"""The scripts that were run in V8 for every rule, and what happened to them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data" / "v8"
OUTCOMES = FOLDER / "outcomes.json"
_MARK = "//// "
_METHOD = "class Script {{ process_incoming_request({{ request }}) {{\n{}\n}} }}\n"


@dataclass(frozen=True)
class Case:
    """One script of a rule.

    Attributes:
        rule: The rule that it is about.
        sign: `+` where the rule is to find something that goes wrong, `-` where it is to find
            nothing, `?` where it finds something that does not go wrong in this run.
    """

    rule: str
    sign: str
    title: str
    script: str

    @property
    def id(self) -> str:
        """Rule, sign and title, by which the outcome is recorded."""
        return f"{self.rule} {self.sign} {self.title}"


@dataclass(frozen=True)
class Outcome:
    """What happened to a script in both worlds.

    Attributes:
        babel: As Babel rewrites it, up to 8.x: stage, and error or result.
        written: As it stands, from 9.0 on.
    """

    babel: dict[str, Any]
    written: dict[str, Any]

    @property
    def is_broken_by_9(self) -> bool:
        """Whether it worked, and fails or does something else as written."""
        return self.babel["stage"] == "ok" and self.babel != self.written

    @property
    def works_as_written(self) -> bool:
        """Whether it runs to its end as it stands."""
        return bool(self.written["stage"] == "ok")

    @property
    def compiles_as_written(self) -> bool:
        """Whether V8 compiles it within the server's wrapper."""
        is_refused = self.written["stage"] in {"save", "load"}
        return not (is_refused and self.written["error"].startswith("SyntaxError"))


def read_cases() -> list[Case]:
    """Return every case, rule by rule."""
    return [case for path in sorted(FOLDER.glob("*.txt")) for case in _cases_of(path)]


def _cases_of(path: Path) -> Iterator[Case]:
    text = path.read_text(encoding="utf-8").removesuffix("\n")
    for part in ("\n" + text).split("\n" + _MARK)[1:]:
        head, _, script = part.partition("\n")
        sign, _, title = head.partition(" ")
        if title.startswith("body: "):
            script = _METHOD.format(script)
        yield Case(path.stem, sign, title.removeprefix("body: "), script)


def read_outcomes() -> dict[str, Outcome]:
    """Return the recorded outcome of every case, by its id."""
    recorded = json.loads(OUTCOMES.read_text(encoding="utf-8"))
    return {one["id"]: Outcome(one["babel"], one["written"]) for one in recorded}
