"""How near a fetch comes to the rate limit's own floor: `python tests/benchmarks/rate_limit.py`.

The floor is the window's length times the full windows needed before the last calls may go.
Takes about two minutes and a half.
"""

import math
import tempfile
import time

from demo_process import demo_process

from rcaudit.workspace.fetch import fetch_snapshot

LIMIT, WINDOW, DOCUMENTS = 10, 20.0, 35


def measure(clock_skew: float) -> None:
    """Fetch a limited workspace, and print how long that took as a ratio to the floor."""
    floor = (math.ceil(DOCUMENTS / LIMIT) - 1) * WINDOW
    with (
        demo_process(DOCUMENTS, "limited", limit=LIMIT, window=WINDOW, clock_skew=clock_skew) as (
            profile,
            calls,
        ),
        tempfile.TemporaryDirectory() as history,
    ):
        began = time.monotonic()
        snapshot = fetch_snapshot(profile, history=history, progress=False)
        took = time.monotonic() - began
    refused = sum(status == 429 for _, status in calls)
    print(
        f"server's clock {clock_skew:+.0f} s: {len(snapshot)} documents in {took:.2f} s, "
        f"floor {floor:.0f} s, ratio {took / floor:.3f}, refused calls {refused}",
        flush=True,
    )


if __name__ == "__main__":
    measure(0.0)
    measure(3600.0)
