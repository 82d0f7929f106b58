"""Where an address leads."""

from ipaddress import IPv4Address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rcaudit.frames.addresses import Address, parse_address

KINDS = {
    "public",
    "private",
    "loopback",
    "link_local",
    "metadata",
    "single_label",
    "internal_name",
    "none",
}


def case(name: str, url: str, *expected: object) -> object:
    """Return a case of a table, under its name."""
    return pytest.param(url, *expected, id=name)


@pytest.mark.parametrize(
    ("url", "scheme", "host", "port"),
    [
        case("plain", "https://hooks.example.com/x", "https", "hooks.example.com", 443),
        case("cleartext", "http://hooks.example.com", "http", "hooks.example.com", 80),
        case("upper case", "HTTP://Hooks.Example.COM/", "http", "hooks.example.com", 80),
        case("a port", "https://example.com:8443/x", "https", "example.com", 8443),
        case("a port of zeros", "http://example.com:000080/", "http", "example.com", 80),
        case("an empty port", "https://example.com:/x", "https", "example.com", 443),
        case("a port out of range", "https://example.com:65536/", "https", "example.com", None),
        case("an endless port", f"http://example.com:{'9' * 5000}/", "http", "example.com", None),
        case("a port of letters", "http://example.com:http/", "http", "example.com", None),
        case("a port in Arabic digits", "http://example.com:٨٠/", "http", "example.com", None),
        case("a negative port", "http://example.com:-1/", "http", "example.com", None),
        case("two ports", "http://example.com:80:81/", "http", "example.com", None),
        case("no scheme", "//example.com/x", None, "example.com", None),
        case("only a name", "example.com/x", None, None, None),
        case("a name and a port", "localhost:8080/x", "localhost", None, None),
        case("only a path", "/hooks/x", None, None, None),
        case(
            "a scheme of its own",
            "mqtt://broker.example.com:1883",
            "mqtt",
            "broker.example.com",
            1883,
        ),
        case("a path after three slashes", "file:///etc/passwd", "file", None, None),
        case("a scheme without slashes", "https:example.com/x", "https", "example.com", 443),
        case("a scheme and too many slashes", "http:////example.com", "http", "example.com", 80),
        case("backslashes", "http:\\\\example.com\\x", "http", "example.com", 80),
        case("script", "javascript:alert(1)", "javascript", None, None),
        case("data", "data:text/plain,//example.com", "data", None, None),
        case("mail", "mailto:someone@example.com", "mailto", None, None),
        case("nothing", "", None, None, None),
        case("white space", " \t\n", None, None, None),
        case("a scheme alone", "https://", "https", None, None),
        case("spaces around it", "  https://example.com \n", "https", "example.com", 443),
        case(
            "control characters around it",
            "\x00\x01https://example.com\x1f",
            "https",
            "example.com",
            443,
        ),
        case("line ends in it", "ht\ntps://exa\r\nmple.c\tom/", "https", "example.com", 443),
        case("userinfo", "https://user:secret@example.com/", "https", "example.com", 443),
        case("userinfo with an @", "https://a@b:c@example.com:1/", "https", "example.com", 1),
        case(
            "a host that poses as userinfo",
            "http://good.example\\@evil.example/",
            "http",
            "good.example",
            80,
        ),
        case("an @ in the path", "https://example.com/@user", "https", "example.com", 443),
        case("an @ in the query", "https://example.com?to=@user", "https", "example.com", 443),
        case("a last dot", "https://example.com./", "https", "example.com", 443),
        case("percent signs", "https://ex%61mple.com/", "https", "example.com", 443),
        case("IPv6", "https://[2001:DB8::1]:8443/x", "https", "[2001:db8::1]", 8443),
        case("IPv6 without an end", "https://[::1/x", "https", "[", None),
        case("IPv6 with a tail", "https://[::1]x:80/", "https", "[", None),
        case("an international name", "https://Bücher.example/", "https", "bücher.example", 443),
        case(
            "a name in Punycode",
            "https://xn--bcher-kva.example",
            "https",
            "xn--bcher-kva.example",
            443,
        ),
        case(
            "ideographic dots",
            "https://\u4f8b\u3048\u3002\u30c6\u30b9\u30c8\uff61example\uff0ecom",
            "https",
            "\u4f8b\u3048.\u30c6\u30b9\u30c8.example.com",
            443,
        ),
        case("a template", "https://${HOST}:${PORT}/x", "https", "${host}", None),
    ],
)
def test_takes_an_address_apart(
    url: str, scheme: str | None, host: str | None, port: int | None
) -> None:
    """Scheme, host and port are read as browsers read them."""
    assert parse_address(url)[:3] == (scheme, host, port)


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        case("a name", "hooks.example.com", "public"),
        case("an international name", "例え.テスト", "public"),
        case("a name that begins with digits", "1password.example", "public"),
        case("a name with a number inside", "10.0.0.1.example.com", "public"),
        case("a name like a number", "0xg.example.0xg", "public"),
        case("a name with an underscore", "my_host.example.com", "public"),
        case("a name with two last dots", "example.com..", "public"),
        case("localhost", "localhost", "loopback"),
        case("localhost with a dot", "LOCALHOST.", "loopback"),
        case("localhost and its domain", "localhost.localdomain", "loopback"),
        case("a name below localhost", "app.localhost", "loopback"),
        case("localhost in percent signs", "%6c%6F%63alhost", "loopback"),
        case(
            "localhost in full-width letters",
            "\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54",
            "loopback",
        ),
        case("localhost with a soft hyphen", "local\u00adhost", "loopback"),
        case("a name that ends like localhost", "notlocalhost", "single_label"),
        case("loopback", "127.0.0.1", "loopback"),
        case("loopback with a dot", "127.0.0.1.", "loopback"),
        case("loopback elsewhere", "127.99.0.1", "loopback"),
        case("loopback in decimal", "2130706433", "loopback"),
        case("loopback in hexadecimal", "0x7f000001", "loopback"),
        case("loopback in mixed parts", "0x7f.1", "loopback"),
        case("loopback in octal", "0177.0.0.1", "loopback"),
        case("loopback in three parts", "127.0.1", "loopback"),
        case(
            "loopback in full-width digits", "\uff11\uff12\uff17.\uff10.\uff10.\uff11", "loopback"
        ),
        case("loopback with ideographic dots", "127\u30020\u30020\u30021", "loopback"),
        case("loopback over IPv6", "[::1]", "loopback"),
        case("loopback over IPv6 in full", "[0:0:0:0:0:0:0:1]", "loopback"),
        case("loopback mapped to IPv6", "[::ffff:127.0.0.1]", "loopback"),
        case("loopback mapped in hexadecimal", "[::FFFF:7f00:1]", "loopback"),
        case("loopback as an old IPv6 form", "[::127.0.0.1]", "loopback"),
        case("loopback through NAT64", "[64:ff9b::127.0.0.1]", "loopback"),
        case("any address", "0.0.0.0", "loopback"),
        case("any address as a number", "0", "loopback"),
        case("any address as an empty hexadecimal", "0x", "loopback"),
        case("any address over IPv6", "[::]", "loopback"),
        case("ten", "10.1.2.3", "private"),
        case("one seven two", "172.31.255.255", "private"),
        case("one nine two", "192.168.1.1", "private"),
        case("carrier", "100.64.0.1", "private"),
        case("bench", "198.18.0.1", "private"),
        case("unique local", "[fd12:3456::1]", "private"),
        case("private mapped to IPv6", "[::ffff:10.0.0.1]", "private"),
        case("beside one seven two", "172.32.0.1", "public"),
        case("an address on the internet", "8.8.8.8", "public"),
        case("an address of documentation", "203.0.113.9", "public"),
        case("an IPv6 address on the internet", "[2606:4700::1111]", "public"),
        case("link-local", "169.254.1.1", "link_local"),
        case("link-local over IPv6 with a zone", "[fe80::1%25eth0]", "link_local"),
        case("link-local over IPv6 with a bare zone", "[fe80::1%eth0]", "link_local"),
        case("metadata", "169.254.169.254", "metadata"),
        case("metadata in decimal", "2852039166", "metadata"),
        case("metadata mapped to IPv6", "[::ffff:169.254.169.254]", "metadata"),
        case("metadata over IPv6", "[fd00:ec2::254]", "metadata"),
        case("metadata over IPv6 with a zone", "[fd00:ec2::254%25eth0]", "metadata"),
        case("metadata of tasks", "169.254.170.2", "metadata"),
        case("metadata of Alibaba", "100.100.100.200", "metadata"),
        case("metadata of Azure", "168.63.129.16", "metadata"),
        case("metadata by name", "Metadata.Google.Internal", "metadata"),
        case("a short name", "jenkins", "single_label"),
        case("an internal name", "jenkins.corp", "internal_name"),
        case("a name in a cluster", "app.default.svc.cluster.local", "internal_name"),
        case("a name of a local domain", "db.localdomain", "internal_name"),
        case("a name that ends like an internal one", "example.notlocal", "public"),
        case("too large a part", "256.1.1.1", "none"),
        case("too large a last part", "1.2.3.256", "none"),
        case("too large a number", "4294967296", "none"),
        case("an endless number", "9" * 5000, "none"),
        case("five parts", "127.0.0.1.0", "none"),
        case("no octal", "08.1.1.1", "none"),
        case("an empty part", "127..1", "none"),
        case("a number after a name", "example.123", "none"),
        case("IPv4 in brackets", "[127.0.0.1]", "none"),
        case("no IPv6", "[:::]", "none"),
        case("an empty pair of brackets", "[]", "none"),
        case("a template", "${HOST}", "none"),
        case("a template in braces", "{{host}}.example.com", "none"),
        case("a template in percent signs", "%HOST%", "none"),
        case("a space", "my host", "none"),
        case("a slash in percent signs", "a%2fb", "none"),
        case("no UTF-8 in percent signs", "%ff", "none"),
        case("a dot alone", ".", "none"),
    ],
)
def test_tells_where_a_host_is(host: str, kind: str) -> None:
    """The kind of host is found, however the host is spelled."""
    assert parse_address(f"http://{host}/hook").host_kind == kind


SCHEMES = st.sampled_from(["", "http:", "HTTPS:", "javascript:", "x+y:"])
PIECES = st.sampled_from(
    ["[", "]", "::", "1", "0x7f", "@", ":", ".", "%", "25", "\\", "/", "//", "?", "#", "\x00"]
)


@given(
    SCHEMES,
    st.lists(PIECES | st.text(max_size=3), max_size=8).map("".join)
    | st.ip_addresses().map(str)
    | st.text(),
)
@example("http:", "//[" + "f" * 1000 + "]")
@example("http:", "//\ud800")
@example("http:", "//%ed%a0%80.\uff11")
@example("http:", "//1." + "9" * 5000)
def test_takes_any_text(scheme: str, rest: str) -> None:
    """No text is refused, and what comes back is always of the known kinds."""
    address = parse_address(scheme + rest)

    assert address.host_kind in KINDS
    assert address.port is None or 0 <= address.port <= 65535
    assert address.host is not None or address.host_kind == "none"


@given(st.text("a0.-_:@ [\\\n\u3000", max_size=8), st.text("a/:?#@ \\\n", max_size=8))
@example(" ", "")
@example(":80", "//b.example")
def test_does_not_let_the_path_say_where_it_leads(authority: str, path: str) -> None:
    """A path and a query are no part of the address."""
    start = f"https://a{authority}"

    assert parse_address(f"{start}/{path}") == parse_address(f"{start}?{path}")


@given(st.ip_addresses(v=4))
def test_reads_one_address_in_every_spelling(address: IPv4Address) -> None:
    """An IPv4 address leads to the same place in whatever way it is spelled."""
    number = int(address)
    parts = [number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255]
    spellings = {
        str(address),
        str(number),
        hex(number),
        f"{parts[0]}.{number & 0xFFFFFF}",
        ".".join(f"0{part:o}" for part in parts),
        f"[::ffff:{address}]",
    }

    kinds = {parse_address(f"http://{spelling}/").host_kind for spelling in spellings}

    assert len(kinds) == 1


def test_names_the_parts_of_an_address() -> None:
    """An address is a named tuple."""
    assert parse_address("https://example.com/x") == Address(
        scheme="https", host="example.com", port=443, host_kind="public"
    )
