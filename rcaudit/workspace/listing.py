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
    next one slips into the page before and is missed; where the order is not kept, any may be.
    So a list whose pages do not follow on from each other, or that has come out shorter than the
    server's total, is read again, three times in all. Needs one of the four permissions
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
        self._short_by = 0
        self._is_joined = True

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for _ in range(_MOST_PASSES):
            yield from self._pass()
            if self._is_joined and not self._short_by:
                return

    def __len__(self) -> int:
        return len(self._seen)

    def _pass(self) -> Iterator[dict[str, Any]]:
        self.unidentified, self._is_joined = 0, True
        present: set[str] = set()
        for page in self._client.paginate(ROUTE, "integrations"):
            self.total = page.total
            self._is_joined &= page.is_joined
            for item in page.items:
                integration_id = _read_id(item)
                if integration_id is None:
                    self.unidentified += 1
                    continue
                present.add(integration_id)
                if integration_id not in self._seen:
                    self._seen.add(integration_id)
                    yield item
        self._short_by = max(self.total - len(present) - self.unidentified, 0)

    def gaps(self) -> list[Gap]:
        """Say in sentences what the list did not give."""
        gaps = []
        if self._short_by:
            message = (
                f"the list gave {self.total - self._short_by} integrations, but its total is "
                f"{self.total}: {self._short_by} never came, in {_MOST_PASSES} readings"
            )
            gaps.append(Gap(code="short_list", message=message))
        elif not self._is_joined:
            message = (
                f"the list changed while it was read, {_MOST_PASSES} times in a row: integrations "
                "may be missing"
            )
            gaps.append(Gap(code="short_list", message=message))
        if self.unidentified:
            message = f"the list holds {self.unidentified} entries without an id"
            gaps.append(Gap(code="unidentified", message=message))
        return gaps


def _read_id(item: Any) -> str | None:
    integration_id = item.get("_id") if isinstance(item, dict) else None
    if not isinstance(integration_id, str) or not integration_id:
        return None
    # JSON can carry half a surrogate pair, which no URL and no file can.
    return integration_id if integration_id.isascii() or _is_encodable(integration_id) else None


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
