"""What a traceback may not show: frames whose variables hold headers, tokens or documents."""

from typing import TypeVar

E = TypeVar("E", bound=BaseException)


def without_frames(error: E) -> E:
    """Return the error without the frames that it and its causes came through.

    Tools that show local variables (`traceback.TracebackException(capture_locals=True)`, verbose
    notebooks, error collectors) would print the headers in the frames of requests and urllib3,
    and unredacted integrations in ours.
    """
    pending: list[BaseException | None] = [error]
    seen: set[int] = set()
    while pending:
        link = pending.pop()
        if link is not None and id(link) not in seen:
            seen.add(id(link))
            link.__traceback__ = None
            pending += [link.__cause__, link.__context__]
    return error
