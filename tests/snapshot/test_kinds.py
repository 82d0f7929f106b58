import pytest

from rcaudit.snapshot.kinds import tell_kind


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("xxxx", id="a row of x"),
        pytest.param("XXXX-XXXX-XXXX", id="rows of X"),
        pytest.param("********", id="stars"),
        pytest.param("xoxb-xxxxxxxxxxxxxxxx", id="a vendor's prefix and a row of x"),
        pytest.param("<token>", id="a name in angle brackets"),
        pytest.param("${TOKEN}", id="a shell or JavaScript template"),
        pytest.param("{{ token }}", id="a mustache template"),
        pytest.param("%TOKEN%", id="a Windows variable"),
        pytest.param("$API_TOKEN", id="a shell variable"),
        pytest.param("AKIAIOSFODNN7EXAMPLE", id="the key of AWS's documentation"),
    ],
)
def test_what_stands_where_a_secret_will_be_is_told_apart(value: str) -> None:
    """Whatever it was found as, it is a stand-in."""
    assert tell_kind("assigned", value, "password: '") == "stand_in"


@pytest.mark.parametrize(
    ("kind", "value", "before", "told"),
    [
        pytest.param("assigned", "hunter2", "", "assigned", id="a password with a digit"),
        pytest.param("assigned", "incoming", "", "assigned:word", id="a word"),
        pytest.param("assigned", "token-missing", "", "assigned:word", id="words"),
        pytest.param("assigned", "qXbZkWvTjMpLrYnC", "", "assigned", id="letters that are no word"),
        pytest.param("header_value", "authentication", "", "header_value:word", id="Basic …"),
        pytest.param("header_value", "dXNlcjpwYXNz", "", "header_value", id="an encoded header"),
        pytest.param("slack_token", "xoxb-abcdefghijk", "", "slack_token", id="a vendor's token"),
        pytest.param("query:token", "T9fK2mQ7xR4vB8nL", "?q=", "query:token", id="random"),
        pytest.param("query:token", "abc", "?token=", "query:token", id="named"),
    ],
)
def test_words_are_told_from_credentials(kind: str, value: str, before: str, told: str) -> None:
    """Only what was found by a name or by a word before it can turn out to be a word."""
    assert tell_kind(kind, value, before) == told


@pytest.mark.parametrize(
    ("before", "told"),
    [
        pytest.param("https://x.example/?id=", "query:uuid", id="a name that says nothing"),
        pytest.param("https://x.example/?", "query:uuid", id="no name"),
        pytest.param("https://x.example/?a=b&api_key=", "query:token", id="a name that speaks"),
    ],
)
def test_identifiers_in_a_query_are_secret_where_it_says_so(before: str, told: str) -> None:
    """A UUID is an identifier unless its name speaks of a secret."""
    uuid = "6f1c2a34-9b7e-4d21-8c55-0a1b2c3d4e5f"

    assert tell_kind("query:token", uuid, before) == told
