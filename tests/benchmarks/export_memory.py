"""Compares the peak memory of a whole export with the size of the snapshot's documents.

Run `python tests/benchmarks/export_memory.py [DOCUMENTS]`. It saves a snapshot of 100,000
documents, each with a script of its own, exports it in a process of its own (which reads every
script and runs every check), and prints that process's peak memory (resident, the interpreter and
its libraries included), the size of the documents as JSON, and their ratio; the goal is at most
2.5. It does so for documents without `scriptCompiled`, and for such as servers before 9.0 have,
which are twice as large.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from many_documents import make_documents

from rcaudit.snapshot.snapshot import Record, Snapshot, save_snapshot

_EXPORT = """
import resource, sys, time
import rcaudit.output.export as output
from rcaudit.snapshot.snapshot import load_snapshot
start = time.perf_counter()
output.export_snapshot(load_snapshot(sys.argv[1]), sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, time.perf_counter() - start)
"""


def main(count: int = 100_000) -> None:
    """Measure documents of both kinds, and print."""
    for is_compiled in (False, True):
        _measure(count, is_compiled=is_compiled)


def _measure(count: int, *, is_compiled: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder, "snapshot")
        size = _save(saved, count, is_compiled=is_compiled)
        run = subprocess.run(
            [sys.executable, "-c", _EXPORT, saved, Path(folder, "out")],
            check=True,
            capture_output=True,
            text=True,
        )
    peak, seconds = map(float, run.stdout.split())
    print(f"{count} documents {'with' if is_compiled else 'without'} scriptCompiled")
    print(f"  as JSON      {size / 2**20:.0f} MiB")
    print(f"  peak memory  {peak / 2**20:.0f} MiB, in {seconds:.1f} s")
    print(f"  ratio        {peak / size:.2f}")


def _save(folder: Path, count: int, *, is_compiled: bool) -> int:
    manifest = Snapshot.from_documents([], workspace="chat.example.com").manifest
    size = 0

    def lines() -> Iterator[str]:
        nonlocal size
        for document in make_documents(count, is_compiled=is_compiled):
            size += len(json.dumps(document, separators=(",", ":")))
            yield Record(document, "get", []).to_line()

    save_snapshot(folder, manifest, lines())
    return size


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
