"""Compares the peak memory of a whole export with the size of the snapshot's documents.

Run `python tests/benchmarks/export_memory.py [DOCUMENTS]`. It saves a snapshot of 100,000
documents, exports it in a process of its own, and prints that process's peak memory (resident,
the interpreter and its libraries included), the size of the documents as JSON, and their ratio;
the goal is at most 2.5. The documents have no `scriptCompiled`, which would double their size and
is not kept.
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
    """Save, export, and print."""
    with tempfile.TemporaryDirectory() as folder:
        saved, size = Path(folder, "snapshot"), _save(Path(folder, "snapshot"), count)
        run = subprocess.run(
            [sys.executable, "-c", _EXPORT, saved, Path(folder, "out")],
            check=True,
            capture_output=True,
            text=True,
        )
    peak, seconds = map(float, run.stdout.split())
    print(f"{count} documents")
    print(f"as JSON      {size / 2**20:.0f} MiB")
    print(f"peak memory  {peak / 2**20:.0f} MiB, in {seconds:.1f} s")
    print(f"ratio        {peak / size:.2f}")


def _save(folder: Path, count: int) -> int:
    manifest = Snapshot.from_documents([], workspace="chat.example.com").manifest
    size = 0

    def lines() -> Iterator[str]:
        nonlocal size
        for document in make_documents(count, is_compiled=False):
            size += len(json.dumps(document, separators=(",", ":")))
            yield Record(document, "get", []).to_line()

    save_snapshot(folder, manifest, lines())
    return size


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
