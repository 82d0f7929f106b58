"""What each check costs over many integrations, beside what making the tables costs.

Run from the top folder: `PYTHONPATH=.:tests python tests/benchmarks/checks.py [INTEGRATIONS]`.
Prints for each check milliseconds of the processor, the memory that it takes at its peak beyond
the tables, the memory that it keeps, and how much it found; then the time of all together.
"""

import sys
import tracemalloc
from time import process_time

from demo_frames import frames_of

from rcaudit.checks.catalogue import ALL_CHECKS, run_checks
from rcaudit.checks.thresholds import Thresholds
from rcaudit.demo.generate import generate_workspace
from rcaudit.demo.model import DemoWorkspace
from rcaudit.frames.frames import Frames

DEFAULT_COUNT = 10_000
MEGABYTE = 1 << 20


def main(count: int) -> None:
    """Print the cost of each check, the slowest first, and of all of them together."""
    workspace = generate_workspace(integrations=count)
    for number, document in enumerate(workspace.integrations):
        # Each script a text of its own, so that no check lives on knowing it already.
        if isinstance(document.get("script"), str):
            document["script"] += f"\nconst deployment{number} = {number};\n"
    frames = frames_of(workspace)
    started = process_time()
    scripts = frames.scripts
    loading = process_time() - started
    texts = scripts["script_source"].dropna().str.len().sum() / MEGABYTE
    print(f"{count} integrations, {len(scripts)} scripts of {texts:.0f} million characters:")
    print(f"tables made in {loading:.2f} s")
    seconds = measure_seconds(frames)
    for slug, (spent, found) in sorted(seconds.items(), key=lambda item: -item[1][0]):
        print(f"{spent * 1000:8.1f} ms  {slug} ({found})")
    judge_together(workspace, loading)
    measure_memory(frames_of(workspace))


def measure_seconds(frames: Frames) -> dict[str, tuple[float, int]]:
    """Return what each check takes, and how much it finds."""
    costs = {}
    for check in ALL_CHECKS:
        started = process_time()
        rows = check.select(frames, Thresholds())
        costs[check.slug] = (process_time() - started, len(rows))
    return costs


def judge_together(workspace: DemoWorkspace, loading: float) -> None:
    """Print the seconds of all checks over tables that none of them has seen."""
    fresh = frames_of(workspace)
    fresh.table("scripts")
    started = process_time()
    audit = run_checks(fresh)
    total = process_time() - started
    print(f"All checks, {len(audit.findings)} findings: {total:.2f} s, {total / loading:.2f} of")
    print("what making the tables costs.")


def measure_memory(frames: Frames) -> None:
    """Print what each check takes at its peak and keeps, in MB, the largest first."""
    tables = (frames.script_hits, frames.script_secrets, frames.accounts, frames.activity)
    size = sum(table.memory_usage(deep=True).sum() for table in (*tables, frames.scripts))
    print(f"The tables of scripts, accounts and activity: {size / MEGABYTE:.0f} MB")
    tracemalloc.start()
    costs = []
    for check in ALL_CHECKS:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        check.select(frames, Thresholds())
        after, peak = tracemalloc.get_traced_memory()
        costs.append(((peak - before) / MEGABYTE, (after - before) / MEGABYTE, check.slug))
    for peak, kept, slug in sorted(costs, reverse=True):
        print(f"{peak:8.1f} MB at the peak, {kept:6.1f} kept  {slug}")
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    audit = run_checks(frames)
    after, peak = tracemalloc.get_traced_memory()
    print(f"All checks: {(peak - before) / MEGABYTE:.1f} MB at the peak,", end=" ")
    print(f"{(after - before) / MEGABYTE:.1f} for {len(audit.findings)} findings")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else DEFAULT_COUNT)
