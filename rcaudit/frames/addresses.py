"""Where an address leads: to this machine, into the own network, or out."""

import ipaddress
import re
from functools import lru_cache
from typing import NamedTuple

_PARTS = re.compile(r"(?:([A-Za-z][\w+.-]*):)?(?://([^/?#\\]*))?", re.ASCII)
_HOST_AND_PORT = re.compile(r"(?:.*@)?(\[[^\]]*\]|[^:]*)(?::(\d{0,5}))?(?::.*)?", re.DOTALL)
_DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443}
_NUMBER = re.compile(r"0x[0-9a-f]*|\d+")

_METADATA_NAMES = frozenset(
    {"metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal"}
)
_METADATA_ADDRESSES = frozenset(
    map(
        ipaddress.ip_address,
        ("169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "fd00:ec2::254"),
    )
)
"""AWS, Azure, Google and others; AWS tasks; Alibaba; Oracle; AWS over IPv6."""
_INTERNAL_SUFFIXES = (
    *(".internal", ".intranet", ".local", ".localdomain", ".lan", ".corp", ".home", ".private"),
    *(".home.arpa", ".svc", ".test", ".invalid"),
)
_SHARED = ipaddress.ip_network("100.64.0.0/10")


class Address(NamedTuple):
    """The parts of a URL that say where it leads; None for what it does not have."""

    scheme: str | None
    host: str | None
    port: int | None
    host_kind: str


def parse_address(url: str) -> Address:
    """Take a URL apart; any text is taken.

    `host_kind` is `public`, `private` (RFC 1918, RFC 6598, RFC 4193), `loopback`, `link_local`,
    `metadata` (a cloud's metadata service), `single_label`, `internal_name` (a suffix that the
    internet does not resolve) or `none`. Numeric hosts are read as browsers and curl do: in one
    to four parts, decimal, octal or hexadecimal.
    """
    match = _PARTS.match(url.strip())
    scheme, authority = match.groups() if match else (None, None)
    scheme = scheme.lower() if scheme else None
    if not authority:
        return Address(scheme, None, None, "none")
    found = _HOST_AND_PORT.fullmatch(authority)
    host, port = found.groups() if found else ("", None)
    host = host.lower().rstrip(".")
    number = int(port) if port else _DEFAULT_PORTS.get(scheme or "")
    return Address(scheme, host or None, number, _host_kind(host))


@lru_cache(maxsize=4096)
def _host_kind(host: str) -> str:
    address = _ip_address(host)
    if address is not None:
        return _address_kind(address)
    if not host or re.search(r"[\s${}<>%\[\]]", host):
        return "none"
    if host in _METADATA_NAMES:
        return "metadata"
    if host == "localhost" or host.endswith((".localhost", ".localdomain")):
        return "loopback"
    if "." not in host:
        return "single_label"
    return "internal_name" if host.endswith(_INTERNAL_SUFFIXES) else "public"


def _ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        if host.startswith("["):
            address = ipaddress.IPv6Address(host.strip("[]").replace("%25", "%"))
            return address.ipv4_mapped or address
        parts = [_number(part) for part in host.split(".")]
        return _join(parts) if parts else None
    except ValueError:
        return None


def _number(part: str) -> int:
    if not _NUMBER.fullmatch(part):
        raise ValueError(part)
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") else 10)


def _join(parts: list[int]) -> ipaddress.IPv4Address:
    # inet_aton: the last part fills all the bytes that are left.
    *heads, last = parts
    value = last
    for position, head in enumerate(heads):
        if head > 255:  # noqa: PLR2004 - a byte
            raise ValueError(head)
        value += head << (8 * (3 - position))
    if last >= 256 ** (4 - len(heads)):
        raise ValueError(last)
    return ipaddress.IPv4Address(value)


def _address_kind(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    if address in _METADATA_ADDRESSES:
        return "metadata"
    if address.is_loopback or address.is_unspecified:
        return "loopback"
    if address.is_link_local:
        return "link_local"
    return "private" if address.is_private or address in _SHARED else "public"
