"""What comparing two snapshots costs, beside what making their tables costs.

Run from the top folder: `PYTHONPATH=.:tests python tests/benchmarks/diff.py [INTEGRATIONS]`.
"""

import sys
from time import perf_counter

from many_documents import make_documents
from two_snapshots import snapshot_of

from rcaudit.frames.changes import diff_snapshots
from rcaudit.output.changes_text import render_table

DEFAULT_COUNT = 10_000
SHARES = (100, 10, 1)


def main(count: int) -> None:
    """Print the seconds for a night in which one in a hundred changed, one in ten, and all."""
    documents = list(make_documents(count, is_compiled=True))
    old = snapshot_of(*documents)
    for share in SHARES:
        new = snapshot_of(
            *(
                document | {"name": f"{document['name']}!", "channel": ["#elsewhere"]}
                if number % share == 0
                else document
                for number, document in enumerate(documents)
            )
        )
        started = perf_counter()
        tables = len(old.frames.script_facts) + len(new.frames.script_facts)
        loading = perf_counter() - started
        started = perf_counter()
        diff = diff_snapshots(old, new)
        comparing = perf_counter() - started
        started = perf_counter()
        text = render_table(diff)
        telling = perf_counter() - started
        print(
            f"{count} integrations ({tables} scripts), 1 in {share} changed: tables "
            f"{loading:.2f} s, diff {comparing:.2f} s ({len(diff.changes)} rows), text "
            f"{telling:.2f} s ({len(text)} characters)"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else DEFAULT_COUNT)
