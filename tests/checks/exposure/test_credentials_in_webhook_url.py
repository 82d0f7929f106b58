import pytest
from audit_frames import outgoing
from judging import flagged, only

from rcaudit.checks.exposure.credentials_in_webhook_url import credentials_in_webhook_url

HOST = "https://hooks.example.org"
UUID = "6f1c2a34-9b7e-4d21-8c55-0a1b2c3d4e5f"
SHA1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        pytest.param(
            "https://bot:hunter2@hooks.example.org/x", "user name or password", id="userinfo"
        ),
        pytest.param(f"{HOST}/?token=abc", "secret in the query", id="a query value named so"),
        pytest.param(
            f"{HOST}/?q=T9fK2mQ7xR4vB8nL", "secret in the query", id="a random query value"
        ),
        pytest.param(f"{HOST}/?api_key={UUID}", "secret in the query", id="a UUID named as a key"),
        pytest.param(
            f"{HOST}/hook/T9fK2mQ7xR4vB8nL", "secret in the path", id="a random path segment"
        ),
        pytest.param(
            f"{HOST}/xoxb-123456789012-abcdefABCDEF", "slack token", id="a vendor's token"
        ),
        pytest.param(
            f"{HOST}/a?x=glpat-T9fK2mQ7xR4vB8nLw3Zz", "gitlab token", id="a token in the query"
        ),
    ],
)
def test_flags_credentials_wherever_they_stand(url: str, told: str) -> None:
    """Userinfo, query and path are looked at, by name, by look and by vendor."""
    finding = only(credentials_in_webhook_url, outgoing("a", urls=[url]))

    expected = f"Holds a credential ({told}) in the address of hooks.example.org."
    assert finding["message"] == expected


def test_flags_an_integration_that_is_off() -> None:
    """A credential leaks from a switched-off integration too."""
    document = outgoing("a", urls=["https://u:p@hooks.example.org"], enabled=False)

    assert flagged(credentials_in_webhook_url, document) == ["a"]


def test_flags_the_integrations_own_token_in_its_address() -> None:
    """The token by which the receiver knows the workspace does not belong into the address."""
    document = outgoing("a", urls=[f"{HOST}/x/plainword"], token="plainword")

    message = only(credentials_in_webhook_url, document)["message"]
    assert "the integration's own token" in message


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(f"{HOST}/a/very/long/path/to/the/receiver-of-all-messages", id="a long path"),
        pytest.param(f"{HOST}/{'segment-' * 20}", id="a long segment of words"),
        pytest.param(f"{HOST}/items/{UUID}", id="a UUID in the path"),
        pytest.param(f"{HOST}/?id={UUID}", id="a UUID in the query"),
        pytest.param(f"{HOST}/commit/{SHA1}", id="a commit id in the path"),
        pytest.param(f"{HOST}/?sha={SHA1}", id="a commit id in the query"),
        pytest.param(f"{HOST}/?room=general&page=2", id="harmless query values"),
        pytest.param(f"{HOST}/?token=${{TOKEN}}", id="a template in the query"),
        pytest.param(f"{HOST}/hooks/{{{{token}}}}", id="a template in the path"),
        pytest.param(f"{HOST}/?token=xxxx", id="a stand-in in the query"),
        pytest.param(f"{HOST}/hooks/xxxxxxxxxxxxxxxxxxxxxxxx", id="a stand-in in the path"),
        pytest.param(f"{HOST}/a path with spaces", id="spaces"),
        pytest.param("http://[::1]:8080/x", id="an IPv6 literal with a port"),
        pytest.param("https://bücher.example/x", id="an IDN host"),
        pytest.param("javascript:void(0)", id="a javascript: address"),
        pytest.param("", id="an empty address"),
    ],
)
def test_ignores_what_only_looks_long_or_stands_in(url: str) -> None:
    """Identifiers, templates and stand-ins are no credentials."""
    assert flagged(credentials_in_webhook_url, outgoing("a", urls=[url])) == []


def test_the_value_is_shown_nowhere() -> None:
    """The finding names the place, and the resource is the redacted address."""
    secret = "T9fK2mQ7xR4vB8nL"
    finding = only(credentials_in_webhook_url, outgoing("a", urls=[f"{HOST}/hook/{secret}"]))

    assert secret not in str(finding)
    assert finding["resource"].startswith(f"{HOST}/hook/REDACTED-")
