import math
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import TOKEN, profile

from rcaudit.errors import ConfigError, InsecureURLError
from rcaudit.snapshot.secret import Secret
from rcaudit.workspace.profile import is_loopback


@pytest.mark.parametrize(
    ("written", "url", "workspace"),
    [
        pytest.param("https://Chat.Example.com", "https://Chat.Example.com", "chat.example.com"),
        pytest.param("https://chat.example.com/", "https://chat.example.com", "chat.example.com"),
        pytest.param(
            "https://example.com/chat/", "https://example.com/chat", "example.com/chat", id="prefix"
        ),
        pytest.param(
            "https://example.com/chat/api/v1/",
            "https://example.com/chat",
            "example.com/chat",
            id="prefix and API",
        ),
        pytest.param(
            "https://chat.example.com/api/v1", "https://chat.example.com", "chat.example.com"
        ),
        pytest.param(
            "https://a.example.com:8443", "https://a.example.com:8443", "a.example.com:8443"
        ),
        pytest.param(
            "https://chat.example.com:443", "https://chat.example.com:443", "chat.example.com"
        ),
        pytest.param("http://[::1]:3000", "http://[::1]:3000", "[::1]:3000", id="IPv6 loopback"),
        pytest.param("http://127.0.0.5", "http://127.0.0.5", "127.0.0.5"),
        pytest.param("http://localhost:3000", "http://localhost:3000", "localhost:3000"),
        pytest.param(
            "  https://chat.example.com\n", "https://chat.example.com", "chat.example.com",
            id="white space",
        ),
    ],
)  # fmt: skip
def test_takes_the_url_as_a_browser_shows_it(written, url, workspace):
    """A slash at the end, or the API's own path, is taken off; a prefix stays."""
    found = profile(written)
    assert (found.url, found.workspace) == (url, workspace)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="empty"),
        pytest.param("chat.example.com", id="no scheme"),
        pytest.param("ftp://chat.example.com", id="another scheme"),
        pytest.param("https://", id="no host"),
        pytest.param("https:/chat.example.com", id="one slash"),
        pytest.param("https://[::1", id="half an address"),
        pytest.param("https://chat.example.com:port", id="a port that is no number"),
        pytest.param("https://chat.example.com:99999", id="a port that is too large"),
        pytest.param("https://chat.example.com?x=1", id="query"),
        pytest.param("https://chat.example.com#home", id="fragment"),
    ],
)
def test_refuses_what_is_no_url_of_a_workspace(url):
    """The message says how to write one."""
    with pytest.raises(ConfigError, match="The workspace's URL"):
        profile(url)


@pytest.mark.parametrize(
    "shape",
    [
        "https://user:{}@chat.example.com",
        "https://{}@chat.example.com",
        "https://user:{}",
        "user:{}@chat.example.com",
        "https:user:{}@chat.example.com",
        "https://user:{}@chat.example.com:port",
        "https://[{}",
        "https://chat.example.com?token={}",
        "{}",
    ],
)
@given(secret=st.text("abcdefXYZ0123456789-_", min_size=12, max_size=40).map("x{}".format))
def test_never_shows_what_may_be_a_secret_in_a_url(shape, secret):
    """A password, or a token in the wrong place, is refused without an echo."""
    with pytest.raises(ConfigError) as caught:
        profile(shape.format(secret))
    assert secret not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://chat.example.com", "http://192.168.0.4:3000", "http://localhost.example.com"]
)
def test_refuses_cleartext_to_another_machine(url):
    """Unless the profile says that it may be."""
    with pytest.raises(InsecureURLError, match=r"cleartext.*insecure_http"):
        profile(url)
    assert profile(url, insecure_http=True).url == url


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False), ("a", False)],
)
def test_knows_this_machine(host, expected):
    """By its loopback addresses and its one name."""
    assert is_loopback(host) is expected


@pytest.mark.parametrize("what", ["user_id", "token"])
@pytest.mark.parametrize("value", ["", "a b", "a\n", "\ta", "é", "a\x7f", "a\r\nX-Evil: 1"])
def test_refuses_credentials_that_no_header_can_carry(what, value):
    """The value is not shown."""
    with pytest.raises(ConfigError) as caught:
        profile(**{what: Secret(value) if what == "token" else value})
    assert what.replace("_", " ") in str(caught.value)
    assert not value.strip() or repr(value) not in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("connect_timeout", 0),
        ("read_timeout", math.nan),
        ("read_timeout", math.inf),
        ("largest_reply", 10),
        ("workers", 0),
        ("workers", 1000),
        ("retries", -1),
        ("backoff", -0.5),
        ("longest_wait", -1),
    ],
)
def test_refuses_settings_that_cannot_be(setting, value):
    """The message says what they can be."""
    with pytest.raises(ConfigError, match=rf"{setting} is .*: it must be from"):
        profile(**{setting: value})


def test_may_wait_for_ever():
    """Who wants to, may."""
    assert profile(longest_wait=math.inf).longest_wait == math.inf


def test_names_a_bundle_of_certificates_that_is_not_there(tmp_path: Path):
    """Before any call goes out."""
    with pytest.raises(ConfigError, match=r"ca_bundle names .*none\.pem"):
        profile(ca_bundle=tmp_path / "none.pem")


def test_shows_its_token_nowhere():
    """Neither its text nor a pickle of it has the token."""
    found = profile()
    assert TOKEN not in repr(found)
    assert TOKEN not in str(found)
    with pytest.raises(TypeError):
        pickle.dumps(found)
