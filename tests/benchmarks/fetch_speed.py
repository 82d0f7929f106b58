"""How fast a fetch is: `python tests/benchmarks/fetch_speed.py`.

Against one `requests.Session` that calls list and then get in a loop, and against what so many
workers can do at most at the server's latency. Takes about a minute.
"""

import statistics
import tempfile
import time
from collections.abc import Callable

import requests
from demo_process import demo_process

from rcaudit.workspace.fetch import fetch_snapshot
from rcaudit.workspace.profile import Profile

DOCUMENTS, LATENCY, RUNS, PAGE = 500, 0.01, 5, 100


def loop(profile: Profile) -> None:
    """List, then get, one call after the other, as a simple script would."""
    url = f"{profile.url}/api/v1"
    with requests.Session() as session:
        session.headers["X-Auth-Token"] = profile.token.reveal()
        session.headers["X-User-Id"] = profile.user_id
        ids: list[str] = []
        while len(ids) < DOCUMENTS:
            params = {"count": PAGE, "offset": len(ids), "sort": '{"_id":1}'}
            page = session.get(f"{url}/integrations.list", params=params, timeout=60).json()
            ids += [document["_id"] for document in page["integrations"]]
        for key in ids:
            session.get(f"{url}/integrations.get", params={"integrationId": key}, timeout=60).json()


def fetch(profile: Profile) -> None:
    """Fetch a snapshot into an empty history."""
    with tempfile.TemporaryDirectory() as history:
        assert len(fetch_snapshot(profile, history=history, progress=False)) == DOCUMENTS


def seconds(work: Callable[[Profile], None], profile: Profile) -> float:
    """Return how long the work takes."""
    began = time.perf_counter()
    work(profile)
    return time.perf_counter() - began


def main() -> None:
    """Measure in turns, and print the medians' ratios."""
    with demo_process(DOCUMENTS, latency=LATENCY) as (profile, _):
        fetch(profile)
        pairs = [(seconds(loop, profile), seconds(fetch, profile)) for _ in range(RUNS)]
    looped, fetched = (statistics.median(times) for times in zip(*pairs, strict=True))
    calls = DOCUMENTS + DOCUMENTS // PAGE
    least = calls * LATENCY / profile.workers
    print(f"loop {looped:.2f} s, fetch {fetched:.2f} s: {looped / fetched:.2f} times as fast")
    print(
        f"{calls} calls by {profile.workers} workers take {least:.2f} s at least: "
        f"{least / fetched:.2f} of what is possible"
    )


if __name__ == "__main__":
    main()
