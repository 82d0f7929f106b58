"""Compares the six tables of 100,000 documents with one call of `pandas.json_normalize`.

Run `python tests/benchmarks/frames_vs_json_normalize.py [DOCUMENTS] [ROUNDS]`. Both work on the
same documents in memory, in turns, in this process. It prints the median seconds of each, and
their ratio; the goal is at most 1.0.
"""

import gc
import sys
import time
from collections.abc import Callable
from statistics import median

import pandas as pd
from many_documents import make_documents

from rcaudit.frames.frames import Frames
from rcaudit.frames.schema import FINDINGS, TABLES
from rcaudit.snapshot.snapshot import Snapshot


def main(count: int = 100_000, rounds: int = 5) -> None:
    """Measure both in turns, and print."""
    documents = list(make_documents(count))
    snapshot = Snapshot.from_documents(documents)
    pairs = [
        (
            _seconds(lambda: make_tables(snapshot)),
            _seconds(lambda: pd.json_normalize(documents)),
        )
        for _ in range(rounds)
    ]
    tables, normalized = (median(side) for side in zip(*pairs, strict=True))
    print(f"{count} documents, medians of {rounds} rounds")
    print(f"six tables      {tables:.2f} s")
    print(f"json_normalize  {normalized:.2f} s")
    print(f"ratio           {tables / normalized:.2f}")


def make_tables(snapshot: Snapshot) -> None:
    """Make every table."""
    frames = Frames(snapshot)
    for name in TABLES:
        if name != FINDINGS.name:
            frames.table(name)


def _seconds(act: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
