"""Compares the six tables of 100,000 documents with one call of `pandas.json_normalize`.

Run `python tests/benchmarks/frames_vs_json_normalize.py [DOCUMENTS] [ROUNDS]`. Both work on the
same documents in memory, in turns, in this process. It prints the median seconds of each and their
ratio, for documents with and without `scriptCompiled`; the goal is at most 1.0. Other work on the
machine slows the two down unequally: compare the fastest rounds, which it prints as well. What is
found by reading the scripts is made apart, when it is asked for, and not measured here.
"""

import gc
import sys
import time
from collections.abc import Callable
from statistics import median

import pandas as pd
from many_documents import make_documents

from rcaudit.frames.frames import Frames
from rcaudit.snapshot.snapshot import Snapshot


def main(count: int = 100_000, rounds: int = 7) -> None:
    """Measure both in turns, and print."""
    for is_compiled in (True, False):
        documents = list(make_documents(count, is_compiled=is_compiled))
        snapshot = Snapshot.from_documents(documents)
        pairs = [
            (
                _seconds(lambda snapshot=snapshot: make_tables(snapshot)),
                _seconds(lambda documents=documents: pd.json_normalize(documents)),
            )
            for _ in range(rounds)
        ]
        tables, normalized = zip(*pairs, strict=True)
        print(f"{count} documents {'with' if is_compiled else 'without'} scriptCompiled")
        for name, choose in (("median", median), ("fastest", min)):
            print(
                f"  {name:8s} six tables {choose(tables):.2f} s, "
                f"json_normalize {choose(normalized):.2f} s, "
                f"ratio {choose(tables) / choose(normalized):.2f}"
            )


def make_tables(snapshot: Snapshot) -> None:
    """Make every table: the first that is asked for makes them all."""
    assert not Frames(snapshot).integrations.empty


def _seconds(act: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
