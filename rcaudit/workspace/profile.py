"""Which workspace is asked, by whom, and with how much patience."""

import ipaddress
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

from rcaudit.errors import ConfigError, InsecureURLError
from rcaudit.snapshot.manifest import workspace_name
from rcaudit.snapshot.secret import Secret

_API_PATH = "/api/v1"
_HEADER = re.compile(r"[!-~]+")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A workspace and the account that asks it.

    Attributes:
        url: Where the workspace is, as in a browser; a path prefix belongs to it.
        user_id: The id of the account, not its name.
        token: A personal access token of the account.
        name: What the configuration file calls it.
        ca_bundle: A file of certificates to trust in place of the usual ones.
        insecure_http: Whether the token may be sent in cleartext to another machine.
        connect_timeout: Seconds to wait for a connection.
        read_timeout: Seconds to wait for more of a reply.
        largest_reply: Bytes of a reply, decoded, beyond which it is refused.
        workers: Calls under way at once.
        retries: How often a call that failed is tried again.
        backoff: Seconds that the waits between tries grow from, doubling.
        longest_wait: Seconds to wait, at most, for a rate-limit window to end.

    Raises:
        ConfigError: A value is not possible.
        InsecureURLError: The URL is http:// to another machine.
    """

    url: str
    user_id: str
    token: Secret
    name: str | None = None
    ca_bundle: Path | None = None
    insecure_http: bool = False
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    largest_reply: int = 64 * 1024 * 1024
    workers: int = 8
    retries: int = 5
    backoff: float = 0.5
    longest_wait: float = 900.0

    def __post_init__(self) -> None:
        url = _check_url(self.url, insecure_http=self.insecure_http)
        object.__setattr__(self, "url", url)
        _check_header(self.user_id, "user id")
        _check_header(self.token, "token")
        for name, (least, most) in _RANGES.items():
            value = getattr(self, name)
            if not least <= value <= most:
                raise ConfigError(f"{name} is {value}: it must be from {least} to {most}.")
        if self.ca_bundle is not None and not self.ca_bundle.exists():
            raise ConfigError(f"ca_bundle names {self.ca_bundle}, and there is no such file.")

    @property
    def workspace(self) -> str:
        """What tables and folders call the workspace: host, port if it is unusual, prefix."""
        return workspace_name(self.url)


_RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "connect_timeout": (0.001, 86400),
        "read_timeout": (0.001, 86400),
        "largest_reply": (1024, 2**40),
        "workers": (1, 64),
        "retries": (0, 100),
        "backoff": (0, 3600),
        "longest_wait": (0, math.inf),
    }
)


def _check_url(url: str, *, insecure_http: bool) -> str:
    parts = _split(url.strip())
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        # It is not shown: what stands there may be a password, or a token in the wrong place.
        raise ConfigError(
            "The workspace's URL is none: write it as https://chat.example.com, with the port "
            "and the path prefix if there are any."
        )
    if parts.username is not None or parts.query or parts.fragment:
        raise ConfigError(
            "The workspace's URL must be scheme, host, port and path only: "
            "take out user, password, query and fragment."
        )
    if parts.scheme == "http" and not insecure_http and not is_loopback(parts.hostname):
        raise InsecureURLError(
            f"http://{parts.netloc} would send the token in cleartext: use https://, or set "
            "insecure_http = true in the profile if the network between is your own."
        )
    path = parts.path.rstrip("/").removesuffix(_API_PATH).rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}"


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - it is read for its ValueError
    except ValueError:
        return None
    return parts


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_header(value: str | Secret, what: str) -> None:
    # A token stays sealed: an error's frames must not hold it in the open.
    if not value:
        raise ConfigError(f"The {what} is empty.")
    if not _HEADER.fullmatch(value.reveal() if isinstance(value, Secret) else value):
        raise ConfigError(
            f"The {what} holds a space, a line end or a letter that no {what} has: "
            "copy it again, without quotes."
        )
