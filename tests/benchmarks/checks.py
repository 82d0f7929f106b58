"""What each check costs over many integrations, beside what making the tables costs.

Run from the top folder: `PYTHONPATH=.:tests python tests/benchmarks/checks.py [INTEGRATIONS]`.
"""

import sys
from time import perf_counter

from demo_frames import frames_of

from rcaudit.checks.catalogue import ALL_CHECKS, run_checks
from rcaudit.checks.thresholds import Thresholds
from rcaudit.demo.generate import generate_workspace

DEFAULT_COUNT = 10_000


def main(count: int) -> None:
    """Print the seconds of each check, the costliest first, and of all of them together."""
    workspace = generate_workspace(integrations=count)
    for number, document in enumerate(workspace.integrations):
        # Each script a text of its own, so that no check lives on knowing it already.
        if isinstance(document.get("script"), str):
            document["script"] += f"\nconst deployment{number} = {number};\n"
    frames = frames_of(workspace)
    started = perf_counter()
    script_count = len(frames.scripts)
    loading = perf_counter() - started
    print(f"{count} integrations, {script_count} scripts: tables made in {loading:.2f} s")
    costs = []
    for check in ALL_CHECKS:
        started = perf_counter()
        rows = check.select(frames, Thresholds())
        costs.append((perf_counter() - started, check.slug, len(rows)))
    for seconds, slug, found in sorted(costs, reverse=True):
        print(f"{seconds * 1000:8.1f} ms  {slug} ({found})")
    fresh = frames_of(workspace)
    fresh.table("scripts")
    started = perf_counter()
    audit = run_checks(fresh)
    total = perf_counter() - started
    print(f"All checks, {len(audit.findings)} findings: {total:.2f} s, {total / loading:.2f} of")
    print("what making the tables costs.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else DEFAULT_COUNT)
