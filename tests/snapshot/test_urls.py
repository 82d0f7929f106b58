from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import kept, kinds, redacted, redacted_url

from rcaudit.snapshot.urls import find_url_secrets

UUID = "550e8400-e29b-41d4-a716-446655440000"
HEX = "9f86d081884c7d659a2feaa0c55ad015"
RANDOM = "q8Zk3vT9xYb2LmN7pR4sW6dF"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://ci.example.com/api/v1/projects/deploy-notifications", id="words"),
        pytest.param("https://ci.example.com", id="a host alone"),
        pytest.param("http://10.0.0.7:8080/hooks/gitlab", id="a word after hooks"),
        pytest.param("https://[2001:db8::1]:8443/notify", id="an IPv6 address with a port"),
        pytest.param("https://example.com/hooks/incomingWebhook", id="camel case after hooks"),
        pytest.param("https://example.com/2024/01/31/release-8.4.1", id="dates and versions"),
        pytest.param("https://example.com/projects/12345678", id="numbers"),
        pytest.param("https://medium.example.com/@bob/stories", id="a handle"),
        pytest.param("https://example.com/mail/bob@example.org", id="an address in the path"),
        pytest.param("https://jenkins:8080/@me/api", id="a handle after a port"),
        pytest.param("https://example.com/api?debug", id="a switch"),
        pytest.param("https://example.com/verylongnameofaserviceinoneword", id="a long word"),
        pytest.param("/api/v1/hook", id="a path alone"),
        pytest.param("ci.example.com/build", id="no scheme"),
        pytest.param("", id="nothing"),
        pytest.param("mailto:bob@example.com", id="mail"),
        pytest.param("https://h?&&;#", id="nothing but marks"),
    ],
)
def test_ordinary_addresses_stay(url: str) -> None:
    """Hosts, ports and the words of paths are no secrets."""
    assert redacted_url(url) == url


@pytest.mark.parametrize(
    ("url", "secrets", "shape"),
    [
        pytest.param(
            "https://hooks.slack.com/services/T024BE7LD/B024BE7LE/cJb3xyzAbC0123456789defg",
            ["T024BE7LD", "B024BE7LE", "cJb3xyzAbC0123456789defg"],
            "https://hooks.slack.com/services/*/*/*",
            id="Slack",
        ),
        pytest.param(
            "HTTPS://Hooks.Slack.com:443/workflows/T1/A2/3/xyz",
            ["T1", "A2", "xyz"],
            "HTTPS://Hooks.Slack.com:443/workflows/*/*/*/*",
            id="Slack, in capitals and with its port",
        ),
        pytest.param(
            f"https://discord.com/api/webhooks/123456789012345678/{RANDOM}_{RANDOM}-abc",
            [RANDOM],
            "https://discord.com/api/webhooks/123456789012345678/*",
            id="Discord",
        ),
        pytest.param(
            f"https://contoso.webhook.office.com/webhookb2/{UUID}@{UUID}/IncomingWebhook/{HEX}/{UUID}",
            [UUID, HEX],
            "https://contoso.webhook.office.com/webhookb2/*/IncomingWebhook/*/*",
            id="Teams",
        ),
        pytest.param(
            "https://api.telegram.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage",
            ["AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "110201543"],
            "https://api.telegram.org/*/sendMessage",
            id="Telegram",
        ),
        pytest.param(
            "https://hooks.zapier.com/hooks/catch/1234567/2abcde/silent/",
            ["1234567", "2abcde"],
            "https://hooks.zapier.com/hooks/catch/*/*/silent/",
            id="Zapier, with a short one",
        ),
        pytest.param(
            "https://hook.eu1.make.com/abcdefghijklm",
            ["abcdefghijklm"],
            "https://hook.eu1.make.com/*",
            id="Make",
        ),
        pytest.param(
            "https://mattermost.example.com/hooks/xxx8fgh3tjykf8rd4n5q7w1dae",
            ["xxx8fgh3tjykf8rd4n5q7w1dae"],
            "https://mattermost.example.com/hooks/*",
            id="Mattermost",
        ),
        pytest.param(
            f"https://n8n.example.com/webhook-test/{UUID}",
            [UUID],
            "https://n8n.example.com/webhook-test/*",
            id="n8n",
        ),
        pytest.param(
            "https://chat.googleapis.com/v1/spaces/AAAA/messages?key=AIzaX&token=abc%3D&threadKey=t",
            ["AIzaX", "abc%3D"],
            "https://chat.googleapis.com/v1/spaces/AAAA/messages?key=*&token=*&threadKey=*",
            id="Google Chat",
        ),
        pytest.param(
            f"https://events.pagerduty.com/integration/{HEX}/enqueue",
            [HEX],
            "https://events.pagerduty.com/integration/*/enqueue",
            id="PagerDuty",
        ),
        pytest.param(
            f"https://chat.example.com/hooks/aTz5ssEHCsGkHJ8Jb/{RANDOM}{RANDOM}",
            ["aTz5ssEHCsGkHJ8Jb", RANDOM],
            "https://chat.example.com/hooks/*/*",
            id="Rocket.Chat",
        ),
        pytest.param(
            f"https://maker.ifttt.com/trigger/build/with/key/{RANDOM}",
            [RANDOM],
            "https://maker.ifttt.com/trigger/build/with/key/*",
            id="IFTTT",
        ),
        pytest.param(
            f"https://example.com/hooks%2F{HEX}%2fsend",
            [HEX],
            "https://example.com/hooks%2F*%2fsend",
            id="an encoded slash",
        ),
        pytest.param(
            "https://example.com/app;jsessionid=12ab/x",
            ["12ab"],
            "https://example.com/app;*/x",
            id="a session",
        ),
        pytest.param(
            "https://example.com/token=abc/x",
            ["token=abc"],
            "https://example.com/*/x",
            id="a name and value in the path",
        ),
        pytest.param(
            "https://example.com/proxy/bob:hunter2@intern/x",
            ["hunter2"],
            "https://example.com/proxy/*/x",
            id="a user in the path",
        ),
        pytest.param(
            "https://example.com/?a=1;b=2&flag&s3cr3t#part",
            ["=1", "=2", "s3cr3t", "part"],
            "https://example.com/?a=*;b=*&flag&*#*",
            id="values, a nameless one, a fragment",
        ),
        pytest.param(
            f"https://example.com/?{RANDOM}=1",
            [RANDOM],
            "https://example.com/?*",
            id="a random name",
        ),
        pytest.param(
            "example.com/hooks/ab12cd34", ["ab12cd34"], "example.com/hooks/*", id="no scheme"
        ),
        pytest.param("hooks/ab12cd34", ["ab12cd34"], "hooks/*", id="no host"),
    ],
)
def test_secret_segments_and_values_go(url: str, secrets: list[str], shape: str) -> None:
    """What is left has the address's shape, with a mark for each secret."""
    result = redacted(urls=[url])
    assert not [secret for secret in secrets if secret in kept(result)]
    pattern = result.document["urls"][0]
    for removed in result.removed:
        pattern = pattern.replace(f"REDACTED-{removed.fingerprint}", "*")
    assert pattern == shape


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        pytest.param("https://{}@example.com/x", "https://*@example.com/x", id="plain"),
        pytest.param("https://u:{}@example.com/x", "https://*@example.com/x", id="with a user"),
        pytest.param("u:{}@example.com/x", "*@example.com/x", id="no scheme"),
        pytest.param("//u:{}@example.com/x", "//*@example.com/x", id="no scheme but slashes"),
        pytest.param("https:/u:{}@example.com/x", "https:/*@example.com/x", id="one slash"),
        pytest.param("https:u:{}@example.com", "https:*@example.com", id="no slash"),
        pytest.param("http:///u:{}@example.com/", "http:///*@example.com/", id="three slashes"),
        pytest.param("https:\\\\u:{}@h.com\\x", "https:\\\\*@h.com\\x", id="backslashes"),
        pytest.param("jdbc:mysql://u:{}@db/x", "jdbc:mysql://*@db/x", id="two schemes"),
        pytest.param(
            "mongodb+srv://u:{}@c.example.net", "mongodb+srv://*@c.example.net", id="mongo"
        ),
        pytest.param("https://u:{}@[::1]:8080/x", "https://*@[::1]:8080/x", id="an IPv6 address"),
        pytest.param("https://u:a/{}@h.com/x", "https://*@h.com/x", id="a slash in it"),
        pytest.param("https://u:a?{}@h.com/x", "https://*@h.com/x", id="a question mark in it"),
        pytest.param("https://u:a#{}@h.com/x", "https://*@h.com/x", id="a hash in it"),
        pytest.param("https://u:a@{}@h.com/x", "https://*@h.com/x", id="an at sign in it"),
        pytest.param("https://u:a@b/{}@h.com/x", "https://*@h.com/x", id="an at sign and a slash"),
        pytest.param("https://u:12/{}@h.com/x", "https://*@h.com/x", id="digits and a slash"),
        pytest.param("https://u:{} 1@h.com/a b", "https://*@h.com/a b", id="a space in it"),
        pytest.param("  https://u:{}@h.com", "  https://*@h.com", id="spaces before"),
        pytest.param("https://{{{{u}}}}:{}@h.com", "https://*@h.com", id="a template for the user"),
        pytest.param("https://${{u}}:{}@h.com", "https://*@h.com", id="another template"),
        pytest.param("https://u%3A{}%40@h.com", "https://*@h.com", id="percent-encoded"),
        pytest.param("https://h.com:{}/x", "https://h.com:*/x", id="where the port belongs"),
        pytest.param("u:a/{}@h.com", "*@h.com", id="a slash in it and no scheme"),
    ],
)
@settings(max_examples=20)  # a case each
@given(secret=st.from_regex(r"[A-Za-z][A-Za-z0-9_.~-]{7,20}", fullmatch=True))
def test_user_and_password_go_however_malformed_the_address(
    url: str, shape: str, secret: str
) -> None:
    """The host stays, and nothing of the password."""
    secret += "Zq"
    result = redacted(urls=[url.format(secret)])
    (removed,) = result.removed
    assert removed.kind == "userinfo"
    mark = f"REDACTED-{removed.fingerprint}"
    assert result.document["urls"][0].replace(mark, "*") == shape
    assert secret not in kept(result)


@given(st.text(alphabet="hts:/@?#&;=%[]{}$<>\\. aB9\n\ud800", max_size=60))
def test_any_text_is_taken(url: str) -> None:
    """Spans are in order, within the text, and apart."""
    spans = find_url_secrets(url)
    places = [place for span in spans for place in (span.start, span.end)]
    assert places == sorted(places)
    assert all(0 <= span.start < span.end <= len(url) for span in spans)


@given(
    name=st.sampled_from(["q", "channel", "apiKey", "", "x-y"]),
    value=st.text(min_size=1).filter(lambda text: not text.isalpha()),
)
def test_no_query_value_is_kept(name: str, value: str) -> None:
    """Whatever a query's value is, all of it goes."""
    parameter = f"{name}={quote(value, safe='')}" if name else quote(value, safe="")
    url = redacted_url(f"https://example.com/path?{parameter}")
    assert url.startswith("https://example.com/path?")
    assert url.partition("REDACTED-")[0].partition("?")[2] in {f"{name}=" if name else "", ""}
    assert len(url.partition("REDACTED-")[2]) == 16


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://u:p@h/hooks/ab12cd34?x=1#y",
            ["userinfo", "path:token", "query:value", "fragment"],
        ),
        (f"https://h/{UUID}/{HEX}?key=1", ["path:uuid", "path:hex", "query:token"]),
        ("https://h/?x=ghp_0123456789abcdefghijABCDEFGHIJ012345", ["github_token"]),
        ("https://h/ghp_0123456789abcdefghijABCDEFGHIJ012345", ["github_token"]),
    ],
    ids=["parts", "looks", "a vendor's in the query", "a vendor's in the path"],
)
def test_kinds_say_what_went(url: str, expected: list[str]) -> None:
    """Each secret is noted with its kind."""
    assert kinds(redacted(urls=[url])) == expected


def test_addresses_in_other_places_lose_their_secrets_too() -> None:
    """A list in place of a text, a text in place of a list, an object in place of both."""
    url = "https://u:hunter2@example.com/x"
    for value in (url, [[url]], {"a": url}, [{"a": [url]}], {url: 1}):
        assert "hunter2" not in kept(redacted(urls=value))
    assert redacted(urls=17).document["urls"] == 17
    assert redacted(urls=[17, None]).document["urls"] == [17, None]
