"""Asking for integrations one by one, and keeping each answer at once."""

from collections import Counter
from typing import Literal

from rcaudit.errors import (
    AuthenticationError,
    ForbiddenError,
    InvalidReplyError,
    NotFoundError,
    RateLimitError,
    TLSError,
    WorkspaceError,
)
from rcaudit.snapshot.journal import Journal
from rcaudit.snapshot.redaction import Document, redact
from rcaudit.snapshot.secret import FingerprintKey
from rcaudit.snapshot.snapshot import Record
from rcaudit.workspace.client import Client
from rcaudit.workspace.crew import Crew

ROUTE = "integrations.get"

Outcome = Literal["fetched", "vanished", "forbidden", "failed"]


class Asker:
    """Asks for each integration in threads, redacts what comes and journals it.

    Needs the permission to manage the integration, full or own.

    Attributes:
        outcomes: What became of each integration asked for, by id.
    """

    def __init__(
        self,
        client: Client,
        journal: Journal,
        key: FingerprintKey,
        crew: Crew,
        *,
        keep_scripts: bool,
    ) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self._client = client
        self._journal = journal
        self._key = key
        self._crew = crew
        self._keep_scripts = keep_scripts

    def submit(self, document: Document) -> None:
        """Have the integration of this document of the list asked for.

        Raises:
            StoppedError: The run was stopped; `finish` tells by what.
        """
        self._crew.submit(lambda: self._note(document["_id"], self._ask(document)))

    def finish(self) -> None:
        """Wait until all is asked for, or until something stops the run.

        Raises:
            RcauditError: What stopped the run.
        """
        self._crew.finish()

    def pass_over(self) -> None:
        """Count an integration that need not be asked for."""
        self._crew.progress.advance()

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

    def _note(self, integration_id: str, outcome: Outcome) -> bool:
        self.outcomes[integration_id] = outcome
        return outcome != "failed"
