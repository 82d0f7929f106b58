"""Runs the scripts of every rule in V8, and measures the verdicts against what happened.

    export RCAUDIT_NODE_MODULES=/folder/node_modules PYTHONPATH=.:tests
    python tests/yardsticks/v8.py [--record]

The folder holds npm's @babel/core and @babel/preset-env. Without --record, the
recorded outcomes are measured.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from v8_cases import OUTCOMES, Case, Outcome, read_cases, read_outcomes

from rcaudit.scripts import RULES, analyse_script, outlook

HERE = Path(__file__).parent


def run_in_v8(cases: list[Case]) -> list[dict[str, object]]:
    """Run scripts as Babel has them and as they stand; needs Node.js and `RCAUDIT_NODE_MODULES`."""
    wanted = [{"id": case.id, "script": case.script} for case in cases]
    done = subprocess.run(
        ["node", str(HERE / "run_in_v8.mjs")],  # noqa: S607 - whichever node the developer has
        input=json.dumps(wanted),
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    outcomes: list[dict[str, object]] = json.loads(done.stdout)
    return outcomes


def measure(cases: list[Case], outcomes: dict[str, Outcome]) -> None:
    """Print precision and recall, for each rule and for all."""
    print(f"{'rule':<30} cases  found  wrong  missed  precision  recall")
    total: Counter[str] = Counter()
    for rule in RULES:
        count = Counter(_judge(case, outcomes[case.id]) for case in cases if case.rule == rule)
        total += count
        _print_row(rule, count)
    _print_row("all", total)
    breaks: Counter[str] = Counter()
    for case in cases:
        verdict = outlook(analyse_script(case.script))
        says, is_so = verdict in {"breaks", "may_break"}, outcomes[case.id].is_broken_by_9
        breaks[("found" if is_so else "wrong") if says else ("missed" if is_so else "quiet")] += 1
        if says != is_so:
            print(f"  verdict {verdict}, in V8 {outcomes[case.id]}: {case.id}")
    _print_row("breaks or may break on 9.0", breaks)


def _judge(case: Case, outcome: Outcome) -> str:
    """Say whether the rule is right about a case: by what happened, not by the case's sign."""
    is_hit = any(hit.rule == case.rule for hit in analyse_script(case.script).hits)
    if RULES[case.rule].effect in {"breaks", "may_break"}:
        goes_wrong = outcome.is_broken_by_9
    else:
        goes_wrong = not outcome.works_as_written
    if is_hit != (case.sign != "-"):
        print(f"  {'hit' if is_hit else 'no hit'}, in V8 {outcome}: {case.id}")
    if is_hit:
        return "found" if goes_wrong else "wrong"
    return "missed" if goes_wrong else "quiet"


def _print_row(name: str, count: Counter[str]) -> None:
    found, wrong, missed = count["found"], count["wrong"], count["missed"]
    precision = found / (found + wrong) if found + wrong else 1
    recall = found / (found + missed) if found + missed else 1
    print(
        f"{name:<30} {count.total():>5} {found:>6} {wrong:>6} {missed:>7}"
        f" {precision:>10.3f} {recall:>7.3f}"
    )


def main() -> None:
    """Record where asked to, and measure."""
    cases = read_cases()
    if "--record" in sys.argv:
        if "RCAUDIT_NODE_MODULES" not in os.environ:
            sys.exit("set RCAUDIT_NODE_MODULES to a folder with @babel/core and @babel/preset-env")
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in run_in_v8(cases))
        OUTCOMES.write_text(f"[\n{rows}\n]\n", encoding="utf-8")
    measure(cases, read_outcomes())


if __name__ == "__main__":
    main()
