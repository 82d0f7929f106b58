import pytest
from audit_frames import outgoing
from judging import flagged, only

from rcaudit.checks.exposure.cleartext_webhook_url import cleartext_webhook_url


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://hooks.example.org/x", id="plain http"),
        pytest.param("HTTP://hooks.example.org/x", id="an upper-case scheme"),
        pytest.param("  http://hooks.example.org/x", id="spaces before the scheme"),
        pytest.param("http://hooks.example.org:8443/x", id="a port that looks like TLS"),
        pytest.param("http://10.1.2.3/x", id="a private address is another machine"),
        pytest.param("http://[2001:db8::1]:80/x", id="an IPv6 literal with a port"),
        pytest.param("http://bücher.example/x", id="an IDN host"),
        pytest.param("ws://hooks.example.org/x", id="a web socket without TLS"),
        pytest.param("http://user:pass@hooks.example.org/x", id="userinfo before the host"),
    ],
)
def test_flags_addresses_without_tls(url: str) -> None:
    """Any spelling of http that leads to another machine is flagged."""
    assert flagged(cleartext_webhook_url, outgoing("a", urls=[url])) == ["a"]


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://hooks.example.org/x", id="https"),
        pytest.param("http://localhost:3000/x", id="localhost"),
        pytest.param("http://127.0.0.1/x", id="loopback"),
        pytest.param("http://[::1]", id="IPv6 loopback"),
        pytest.param("http://2130706433/", id="loopback as a decimal number"),
        pytest.param("http://0177.0.0.1/", id="loopback with an octal part"),
        pytest.param("javascript:alert('http://x.example')", id="a javascript: address"),
        pytest.param("", id="an empty address"),
        pytest.param("http://", id="a scheme without a host"),
        pytest.param("hooks.example.org/http", id="no scheme"),
        pytest.param("https://hooks.example.org/?to=http://x.example", id="http in the query"),
    ],
)
def test_ignores_addresses_that_are_safe_or_lead_nowhere(url: str) -> None:
    """TLS, the own machine and what is no address are not flagged."""
    assert flagged(cleartext_webhook_url, outgoing("a", urls=[url])) == []


def test_ignores_an_integration_that_is_off() -> None:
    """What is switched off sends nothing."""
    url = "http://hooks.example.org/x"

    assert flagged(cleartext_webhook_url, outgoing("a", urls=[url], enabled=False)) == []


def test_each_address_is_a_finding_of_its_own() -> None:
    """The resource names the address, and the message its host."""
    urls = ["http://a.example/x", "https://b.example/x", "http://c.example/x"]
    document = outgoing("a", urls=urls)

    assert flagged(cleartext_webhook_url, document) == ["a", "a"]
    finding = only(cleartext_webhook_url, outgoing("a", urls=urls[:2]))
    assert finding["resource"] == "http://a.example/x"
    assert finding["message"] == "Sends to a.example without TLS."
