"""Where an address leads: to this machine, into the own network, or out."""

import ipaddress
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?([/\\]*)([^/?#\\]*)")
_PLAIN_AUTHORITY = re.compile(r"[A-Za-z0-9.:_-]+")
_HOST_AND_PORT = re.compile(r"(\[[^\]]*\]|[^:]*)(?::(.*))?", re.DOTALL)
_PORT = re.compile(r"0*([0-9]{1,5})")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_NO_HOST = re.compile(r"[\x00-\x20\x7f#/:<>?@\[\\\]^|%${}\ufffd]")
_IGNORED = re.compile("[\u00ad\u200b\u2060\ufeff]")
_DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443}
_HIGHEST_PORT = 65535

_METADATA_NAMES = frozenset(
    {
        "instance-data",
        "instance-data.ec2.internal",
        "metadata",
        "metadata.goog",
        "metadata.google.internal",
    }
)
_METADATA_ADDRESSES = frozenset(
    map(
        ipaddress.ip_address,
        (
            *("169.254.169.254", "fd00:ec2::254", "fd20:ce::254"),  # most; AWS, Google over IPv6
            *("169.254.170.2", "169.254.170.23", "fd00:ec2::23"),  # tasks and pods of AWS
            *("100.100.100.200", "168.63.129.16", "192.0.0.192"),  # Alibaba, Azure, Oracle
        ),
    )
)
_PRIVATE_NETWORKS = tuple(
    map(
        ipaddress.ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),  # RFC 1918
            *("100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15"),  # RFC 6598, 6890, 2544
            *("fc00::/7", "fec0::/10"),  # RFC 4193, 3879
        ),
    )
)
_LOOPBACK_NAMES = frozenset(
    {"localhost", "localhost.localdomain", "localhost6", "ip6-localhost", "ip6-loopback"}
)
_INTERNAL_SUFFIXES = (
    *(".internal", ".intranet", ".local", ".localdomain", ".lan", ".corp", ".home", ".private"),
    *(".home.arpa", ".svc", ".test", ".invalid"),
)
_IPV4_PREFIXES = frozenset({0, 0xFFFF, 0x64FF9B << 64})
"""First 96 bits of an IPv6 address that stands for an IPv4 one: RFC 4291, 2.5.5, and RFC 6052."""


class Address(NamedTuple):
    """The parts of a URL that say where it leads; None for what it does not have."""

    scheme: str | None
    host: str | None
    port: int | None
    host_kind: str


def parse_address(url: str) -> Address:
    """Take a URL apart as browsers and Node.js do (the WHATWG's URL standard); any text is taken.

    `scheme` and `host` are in lower case; the host is decoded, without a last dot, and in the
    letters that it was written in (no Punycode), but for full-width ones and ideographic dots,
    which are made ASCII. `port` is the scheme's own where none is written, and None where what is
    written is no port. `host_kind` is

    - `loopback`: this machine; `link_local`: its network segment;
    - `private`: RFC 1918, 2544, 4193, 6598; `metadata`: a cloud's metadata service;
    - `single_label`, `internal_name`: names that the internet does not resolve;
    - `none`: no host, or none that can be called, a template such as `${HOST}` among them;
    - `public`: all else.

    Numeric hosts are read in one to four parts, decimal, octal or hexadecimal; an IPv6 address
    that stands for an IPv4 one counts as that.
    """
    scheme, separator, rest = url.partition("://")
    authority = rest.partition("/")[0]
    if _PLAIN_AUTHORITY.fullmatch(authority):
        # The path says nothing of where an address leads, and many lead to the same host.
        return _parse_origin(f"{scheme}{separator}{authority}")
    return _parse(url)


def _parse(url: str) -> Address:
    text = url.strip()
    if not text.isprintable():
        text = text.strip("".join(map(chr, range(33)))).translate(dict.fromkeys(b"\t\n\r"))
    match = _PARTS.match(text)
    assert match is not None, "the pattern matches every text"  # noqa: S101 - for the type checker
    scheme, slashes, authority = match.groups()
    scheme = scheme.lower() if scheme else None
    if authority and (slashes == "//" or scheme in _DEFAULT_PORTS):
        return _parse_authority(scheme, authority)
    return Address(scheme, None, None, "none")


_parse_origin = lru_cache(maxsize=4096)(_parse)


def _parse_authority(scheme: str | None, authority: str) -> Address:
    found = _HOST_AND_PORT.fullmatch(authority.rpartition("@")[2])
    host, port = found.groups() if found else (authority, "?")
    host = _normalize(host)
    return Address(scheme, host or None, _read_port(scheme, port), _host_kind(host))


def _read_port(scheme: str | None, text: str | None) -> int | None:
    if not text:
        return _DEFAULT_PORTS.get(scheme or "")
    found = _PORT.fullmatch(text)
    port = int(found.group(1)) if found else _HIGHEST_PORT + 1
    return port if port <= _HIGHEST_PORT else None


def _normalize(host: str) -> str:
    if not host.isascii() or "%" in host:
        # What UTS #46 maps, near enough: a host written in full-width digits is an IP address.
        host = unicodedata.normalize("NFKC", _IGNORED.sub("", unquote(host)))
        host = host.replace("\u3002", ".")
    return host.lower().removesuffix(".")


def _host_kind(host: str) -> str:
    if host.startswith("[") or _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            return _address_kind(_read_ipv6(host) if host.startswith("[") else _read_ipv4(host))
        except ValueError:
            return "none"
    if not host or _NO_HOST.search(host):
        return "none"
    return _name_kind(host)


def _name_kind(host: str) -> str:
    if host in _METADATA_NAMES:
        return "metadata"
    if host in _LOOPBACK_NAMES or host.endswith(".localhost"):
        return "loopback"
    if "." not in host:
        return "single_label"
    return "internal_name" if host.endswith(_INTERNAL_SUFFIXES) else "public"


def _read_ipv6(host: str) -> IPAddress:
    address = ipaddress.IPv6Address(host.strip("[]").partition("%")[0])
    if address.is_loopback or address.is_unspecified or int(address) >> 32 not in _IPV4_PREFIXES:
        return address
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _read_ipv4(host: str) -> IPAddress:
    # As inet_aton does: the last part fills all the bytes that are left.
    *heads, last = map(_read_number, host.split("."))
    if len(heads) > 3 or any(head > 0xFF for head in heads):  # noqa: PLR2004 - four parts
        raise ValueError(host)
    if last >= 256 ** (4 - len(heads)):
        raise ValueError(host)
    return ipaddress.IPv4Address(
        last + sum(head << (8 * (3 - position)) for position, head in enumerate(heads))
    )


def _read_number(part: str) -> int:
    if not _NUMBER.fullmatch(part):
        raise ValueError(part)
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") else 10)


def _address_kind(address: IPAddress) -> str:
    if address in _METADATA_ADDRESSES:
        return "metadata"
    if address.is_loopback or address.is_unspecified:
        return "loopback"
    if address.is_link_local:
        return "link_local"
    return "private" if any(address in network for network in _PRIVATE_NETWORKS) else "public"
