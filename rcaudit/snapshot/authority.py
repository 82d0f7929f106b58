"""Where a URL's user, password and host are, found without trusting that it is a URL."""

import re
from typing import NamedTuple

_SLASH = r"[/\\]"
# `https://`, `jdbc:mysql://`, `//`; and what browsers take for it: `https:/`, `https:\\`, `https:`.
_HEAD = re.compile(
    rf"\s*(?:(?:[A-Za-z][A-Za-z0-9+.-]{{0,20}}:){{1,3}}{_SLASH}+|{_SLASH}{{2,}}|(?:https?|wss?|ftp):)",
    re.IGNORECASE,
)
_AFTER_AUTHORITY = re.compile(r"[/\\?#]")
_AFTER_PATH = re.compile(r"[?#]")
_HOST = re.compile(
    r"(?:[\w-]+(?:\.[\w-]+)*\.[A-Za-z][\w-]*|localhost|[\d.]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?"
    r"(?=[/\\?#]|\Z)|[\w.-]+:\d{1,5}(?=[/\\?#]|\Z)"
)
_PORT = re.compile(r":([^\]:]*)\Z")
_LONGEST_HOST = 300


class Authority(NamedTuple):
    """The stretches of a URL: `user_start:user_end` (an `@` follows), then the host.

    `user_end` is `user_start` where there is no user. `port` is what a colon parts from the host;
    `is_led` says whether slashes came before, as in `https://host`.
    """

    user_start: int
    user_end: int
    host_start: int
    host_end: int
    is_led: bool

    def host(self, url: str) -> str:
        """Return the host in lower case, without its port."""
        return _PORT.sub("", url[self.host_start : self.host_end].lower())


def find_authority(url: str) -> Authority:
    """Find user and host of a URL; any text is taken.

    A password with a `/`, `?`, `#` or `@` in it is taken as a whole, though no parser would: an
    `@` that comes later ends it where what stands before it cannot be host and port.
    """
    head = _HEAD.match(url)
    start = head.end() if head else 0
    end = _end_of(_AFTER_AUTHORITY, url, start)
    at = url.rfind("@", start, end)
    later = _find_later_at(url, start, at, end)
    if later > at:
        at, end = later, _end_of(_AFTER_AUTHORITY, url, later + 1)
    is_mail = url[:7].lower() == "mailto:"
    host_start = at + 1 if at >= 0 else start
    return Authority(start, start if is_mail else max(at, start), host_start, end, head is not None)


def bad_port(url: str, authority: Authority) -> tuple[int, int] | None:
    """Return where a port stands that is no number: the rest of a password that was cut off."""
    port = _PORT.search(url, authority.host_start, authority.host_end)
    if port is None or not port.group(1) or port.group(1).isdigit():
        return None
    return port.span(1)


def _end_of(pattern: re.Pattern[str], url: str, start: int) -> int:
    match = pattern.search(url, start)
    return match.start() if match else len(url)


def _find_later_at(url: str, start: int, at: int, end: int) -> int:
    path_end = _end_of(_AFTER_PATH, url, end)
    last = max(url.rfind("@", end, path_end), -1)
    if last < 0 and url.find("@", end) < 0:
        return -1
    host, colon, port = url[max(at + 1, start) : end][:_LONGEST_HOST].rpartition(":")
    if at < 0 and colon and port and not port.isdigit() and not host.startswith("["):
        return last if last >= 0 else url.rfind("@", end)
    if at >= 0:
        has_password = ":" in url[start:at][:_LONGEST_HOST]
        return (
            last if has_password and not _is_host(url, at + 1) and _is_host(url, last + 1) else -1
        )
    # user:12/34@host: two segments at most, and what is before the colon is no whole host.
    first = _end_of(_AFTER_AUTHORITY, url, end + 1)
    is_cut = bool(colon) and "." not in host and host != "localhost" and end < last < first
    return last if is_cut and last > end + 1 and _is_host(url, last + 1) else -1


def _is_host(url: str, start: int) -> bool:
    return start > 0 and _HOST.match(url, start, start + _LONGEST_HOST) is not None
