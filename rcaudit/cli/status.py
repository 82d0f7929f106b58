"""Exit statuses: what a scheduler is told."""

from rcaudit.errors import (
    AuthenticationError,
    ForbiddenError,
    NotebookError,
    RcauditError,
    UnreachableError,
)

DONE = 0
FAILED = 1
UNUSABLE = 2
FINDINGS = 3
NOT_PERMITTED = 4
UNREACHABLE = 5
INCOMPLETE = 6
INTERRUPTED = 130
"""128 and SIGINT's number, as shells have it."""


def status_of(error: RcauditError) -> int:
    """Return the exit status of an error."""
    if isinstance(error, AuthenticationError | ForbiddenError):
        return NOT_PERMITTED
    if isinstance(error, NotebookError):
        return FAILED
    return UNREACHABLE if isinstance(error, UnreachableError) else UNUSABLE
