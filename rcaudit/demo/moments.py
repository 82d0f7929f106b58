"""The sample's calendar: nothing in it reads a clock."""

import random
from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 11, 12, 6, tzinfo=UTC)
"""When the sample is looked at: two days after 9.0 was released."""

FIRST = datetime(2016, 2, 1, tzinfo=UTC)
"""Before this no integration of the sample was created."""

ENGINE_CHOICE = datetime(2023, 10, 1, tzinfo=UTC)
"""Since then documents name their script engine."""

ISOLATED_ONLY = datetime(2024, 10, 15, tzinfo=UTC)
"""Since then (7.0) a document that is saved stands on `isolated-vm`."""

HEX_IDS = datetime(2022, 6, 1, tzinfo=UTC)
"""Since then new documents get ids of 24 hex digits."""

SKIP_TRANSPILE = datetime(2026, 6, 1, tzinfo=UTC)
"""Since then (8.4) documents say whether Babel was skipped."""


def stamp(moment: datetime) -> str:
    """Return a moment as the server writes it: ISO 8601 with milliseconds and `Z`."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_between(draw: random.Random, start: datetime, end: datetime) -> datetime:
    """Return a moment of the span, to the millisecond."""
    milliseconds = (end - start) // timedelta(milliseconds=1)
    return start + timedelta(milliseconds=int(draw.random() * milliseconds))
