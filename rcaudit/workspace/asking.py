"""Asking for integrations one by one, and keeping each answer at once."""

import threading
from collections import Counter
from concurrent.futures import FIRST_EXCEPTION, wait
from typing import TYPE_CHECKING, Literal

from rcaudit.errors import (
    AuthenticationError,
    ForbiddenError,
    InvalidReplyError,
    NotFoundError,
    RateLimitError,
    RcauditError,
    StoppedError,
    TLSError,
    UnreachableError,
    WorkspaceError,
)
from rcaudit.snapshot.journal import Journal
from rcaudit.snapshot.redaction import Document, redact
from rcaudit.snapshot.secret import FingerprintKey
from rcaudit.snapshot.snapshot import Record
from rcaudit.workspace.client import Client
from rcaudit.workspace.pool import DaemonPool
from rcaudit.workspace.progress import Progress

if TYPE_CHECKING:
    from concurrent.futures import Future

ROUTE = "integrations.get"
_MOST_FAILURES_IN_A_ROW = 16

Outcome = Literal["fetched", "vanished", "forbidden", "failed"]


class Asker:
    """Asks for each integration in threads, redacts what comes and journals it.

    Needs the permission to manage the integration, full or own. The first error that concerns
    the whole run stops it: a token that is no longer accepted, a full disk, a server that fails
    for many integrations in a row.

    Attributes:
        outcomes: What became of each integration asked for, by id.
    """

    def __init__(
        self,
        client: Client,
        journal: Journal,
        key: FingerprintKey,
        progress: Progress,
        *,
        keep_scripts: bool,
        pool: DaemonPool,
        stopped: threading.Event,
    ) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self._client = client
        self._journal = journal
        self._key = key
        self._progress = progress
        self._keep_scripts = keep_scripts
        self._pool = pool
        self._stopped = stopped
        self._lock = threading.Lock()
        self._failures_in_a_row = 0
        self._fatal: RcauditError | None = None
        self._futures: list[Future[None]] = []

    def submit(self, document: Document) -> None:
        """Have the integration of this document of the list asked for.

        Raises:
            StoppedError: The run was stopped; `finish` tells by what.
        """
        if self._stopped.is_set():
            raise StoppedError("The run was stopped.")
        self._futures.append(self._pool.submit(self._run, document))

    def finish(self) -> None:
        """Wait until all is asked for, or until something stops the run.

        Raises:
            RcauditError: What stopped the run.
        """
        done, _ = wait(self._futures, return_when=FIRST_EXCEPTION)
        for future in done:
            if error := future.exception():
                raise self._fatal or error

    def pass_over(self) -> None:
        """Count an integration that need not be asked for."""
        self._progress.advance()

    def keep(self, document: Document, detail: Literal["get", "list"]) -> None:
        """Redact a document and journal it.

        Raises:
            OutputError: The journal cannot be written.
        """
        document, removed = redact(document, self._key, keep_scripts=self._keep_scripts)
        self._journal.add(Record(document, detail, removed))

    def ids(self, outcome: Outcome) -> tuple[str, ...]:
        """Return the ids that came to this, sorted."""
        return tuple(sorted(id_ for id_, found in self.outcomes.items() if found == outcome))

    def counts(self) -> Counter[str]:
        """Return how many came to what."""
        return Counter(self.outcomes.values())

    def _run(self, document: Document) -> None:
        try:
            self._note(document["_id"], self._ask(document))
        except StoppedError:
            raise
        except RcauditError as error:
            with self._lock:
                self._fatal = self._fatal or error
            self._stopped.set()
            raise
        self._progress.advance()

    def _ask(self, document: Document) -> Outcome:
        integration_id = document["_id"]
        try:
            body = self._client.get(
                ROUTE, {"integrationId": integration_id}, expect={"integration": dict}
            )
            if body["integration"].get("_id") != integration_id:
                raise InvalidReplyError(f"{ROUTE}: the reply is another integration.")
        except (AuthenticationError, RateLimitError, TLSError):
            raise
        except NotFoundError:
            return "vanished"
        except WorkspaceError as error:
            self.keep(document, "list")
            return "forbidden" if isinstance(error, ForbiddenError) else "failed"
        self.keep(body["integration"], "get")
        return "fetched"

    def _note(self, integration_id: str, outcome: Outcome) -> None:
        with self._lock:
            self.outcomes[integration_id] = outcome
            self._failures_in_a_row = self._failures_in_a_row + 1 if outcome == "failed" else 0
            if self._failures_in_a_row >= _MOST_FAILURES_IN_A_ROW:
                raise UnreachableError(
                    f"{self._client.profile.url}: {ROUTE} failed for {_MOST_FAILURES_IN_A_ROW} "
                    "integrations in a row, so the run was given up. What came before is kept: "
                    "run again to go on from there."
                )
