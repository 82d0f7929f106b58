"""The list of integrations, in pages that lose none."""

from collections.abc import Iterator
from typing import Any

from rcaudit.snapshot.manifest import Gap
from rcaudit.workspace.client import Client

ROUTE = "integrations.list"
_MOST_PASSES = 3


class Listing:
    """Every integration that the account may see, once each.

    Going through it asks for the pages. Where an integration is deleted between two pages, the
    next one slips into the page before and is missed: so a list that has come out shorter than
    the server's total is read again, three times in all. Needs one of the four permissions
    `manage-[own-]incoming-integrations` and `manage-[own-]outgoing-integrations`.

    Attributes:
        total: How many there are, by the server's last page.
        unidentified: Entries without an id, which cannot be asked for or kept.
    """

    def __init__(self, client: Client) -> None:
        self.total = 0
        self.unidentified = 0
        self._client = client
        self._seen: set[str] = set()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for _ in range(_MOST_PASSES):
            self.unidentified = 0
            for page in self._client.paginate(ROUTE, "integrations"):
                self.total = page.total
                yield from self._new(page.items)
            if not self._short_by:
                return

    def __len__(self) -> int:
        return len(self._seen)

    @property
    def _short_by(self) -> int:
        return max(self.total - len(self._seen) - self.unidentified, 0)

    def _new(self, items: list[Any]) -> Iterator[dict[str, Any]]:
        for item in items:
            integration_id = item.get("_id") if isinstance(item, dict) else None
            if not isinstance(integration_id, str) or not integration_id:
                self.unidentified += 1
            elif integration_id not in self._seen:
                self._seen.add(integration_id)
                yield item

    def gaps(self) -> list[Gap]:
        """Say in sentences what the list did not give."""
        gaps = []
        if self._short_by:
            message = (
                f"the list gave {len(self)} integrations, but its total is {self.total}: "
                f"{self._short_by} never came, in {_MOST_PASSES} readings"
            )
            gaps.append(Gap(code="short_list", message=message))
        if self.unidentified:
            message = f"the list holds {self.unidentified} entries without an id"
            gaps.append(Gap(code="unidentified", message=message))
        return gaps
