"""What the documents of some records lost, sorted by what a table says of it."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rcaudit.frames.values import Row
from rcaudit.snapshot.redaction import Removed
from rcaudit.snapshot.snapshot import Record

# An unknown field can be called `urls.other`, and `urls` can be an object.
_URL_PATH = re.compile(r"urls\.([0-9]{1,9})(?:\..*)?", re.DOTALL)


@dataclass(frozen=True)
class RemovedIndex:
    """Tokens by row; scripts left out by row and field; kinds of URL secrets by row and place."""

    tokens: dict[Row, Removed] = field(default_factory=dict)
    scripts: dict[tuple[Row, str], Removed] = field(default_factory=dict)
    urls: dict[tuple[Row, int], list[str]] = field(default_factory=lambda: defaultdict(list))

    def url_kinds(self, row: Row, position: int) -> str:
        """Return what an address lost, as a JSON list."""
        kinds = self.urls.get((row, position))
        return json.dumps(kinds) if kinds else "[]"


def index_removed(records: Sequence[Record]) -> RemovedIndex:
    """Go once through what every record lost."""
    index = RemovedIndex()
    for row, record in enumerate(records):
        for removed in record.removed:
            if removed.path == "token":
                index.tokens[row] = removed
            elif removed.kind == "left_out":
                index.scripts[row, removed.path] = removed
            elif place := _URL_PATH.fullmatch(removed.path):
                index.urls[row, int(place.group(1))].append(removed.kind)
    return index
