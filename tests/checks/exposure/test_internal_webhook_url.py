import pytest
from audit_frames import outgoing
from judging import flagged, only

from rcaudit.checks.exposure.internal_webhook_url import internal_webhook_url


@pytest.mark.parametrize(
    ("url", "told"),
    [
        pytest.param("http://localhost:3000/", "the workspace's own machine", id="localhost"),
        pytest.param("http://[::1]/", "the workspace's own machine", id="IPv6 loopback"),
        pytest.param("http://2130706433/", "the workspace's own machine", id="decimal loopback"),
        pytest.param("http://0x7f.1/", "the workspace's own machine", id="hexadecimal loopback"),
        pytest.param("https://192.168.1.10:8443/x", "a private address", id="RFC 1918"),
        pytest.param("https://012.1.2.3/x", "a private address", id="octal RFC 1918"),
        pytest.param("https://[fd12:3456::1]/x", "a private address", id="RFC 4193"),
        pytest.param("https://100.64.0.1/x", "a private address", id="RFC 6598"),
        pytest.param("http://169.254.10.1/", "a link-local address", id="link-local"),
        pytest.param("https://jenkins/job", "a host of the own network", id="single label"),
        pytest.param("https://git.corp.internal/x", "an internal host name", id="internal name"),
    ],
)
def test_flags_addresses_of_the_own_network(url: str, told: str) -> None:
    """Loopback, private, link-local and names that the internet does not know are medium."""
    finding = only(internal_webhook_url, outgoing("a", urls=[url]))

    assert finding["message"].endswith(f": {told}.")
    assert finding["severity"] == "medium"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://169.254.169.254/latest/meta-data/", id="its usual spelling"),
        pytest.param("http://2852039166/", id="as a decimal number"),
        pytest.param("http://0xa9.0xfe.0xa9.0xfe/", id="in hexadecimal parts"),
        pytest.param("http://[::ffff:169.254.169.254]/", id="mapped into IPv6"),
        pytest.param("http://metadata.google.internal/x", id="by name"),
    ],
)
def test_flags_the_metadata_service_of_a_cloud_as_critical(url: str) -> None:
    """The address that gives the server's own credentials away is worse than the others."""
    assert only(internal_webhook_url, outgoing("a", urls=[url]))["severity"] == "critical"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://hooks.example.org/x", id="a public name"),
        pytest.param("https://8.8.8.8/x", id="a public address"),
        pytest.param("https://[2001:4860:4860::8888]:443/x", id="a public IPv6 literal"),
        pytest.param("https://134744072/", id="a public address as a decimal number"),
        pytest.param("https://bücher.example/x", id="an IDN host"),
        pytest.param("https://hooks.example.org/?via=http://10.0.0.1", id="an address in a query"),
        pytest.param("javascript:alert(1)", id="a javascript: address"),
        pytest.param("https://a b/x", id="spaces in the host"),
        pytest.param("https://${HOST}/x", id="a template"),
        pytest.param("", id="an empty address"),
    ],
)
def test_ignores_addresses_that_are_public_or_none(url: str) -> None:
    """Public hosts and what is no address are not flagged."""
    assert flagged(internal_webhook_url, outgoing("a", urls=[url])) == []


def test_ignores_an_integration_that_is_off() -> None:
    """What is switched off calls nothing."""
    document = outgoing("a", urls=["http://10.0.0.1/"], enabled=False)

    assert flagged(internal_webhook_url, document) == []
