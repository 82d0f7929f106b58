import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcaudit.snapshot.credentials import (
    Span,
    leave_templates,
    looks_made_up,
    lower_in_place,
    merge_spans,
    speaks_of_secret,
    speech_of,
    token_kind,
)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "token",
            "accessToken",
            "X-Auth-Token",
            "token_2",
            "slacktoken",
            "TOKENS",
            "refresh token",
        ),
        *("secret", "clientSecret", "password", "Passwort", "dbpasswd", "pwd", "passphrase"),
        *("api_key", "apiKey", "API-KEY", "api key", "x-api-key", "privateKey", "key", "KEYS"),
        *("authorization", "Authorisation", "credentials", "creds", "bearer", "jwt", "cookie"),
        *("pass", "dbPass", "pin", "auth", "JSESSIONID", "accountKey", "routing_key"),
    ],
)
def test_names_speak_of_secrets(name: str) -> None:
    """However a name is written, it speaks."""
    assert speaks_of_secret(name)
    assert speech_of(name) is not None


@pytest.mark.parametrize(
    "name",
    [
        *("", "name", "author", "authority", "keyboard", "monkey", "passed", "compass", "spin"),
        *("secretary", "tokenizer", "tokenise", "channel", "_id", "1234", "ünïcödé", "keyword"),
    ],
)
def test_names_of_other_things_do_not_speak(name: str) -> None:
    """Parts of words are not enough."""
    assert not speaks_of_secret(name)
    assert speech_of(name) is None


@pytest.mark.parametrize("name", ["key", "sortKey", "tokenType", "PASSWORD_FIELD", "authHeader"])
def test_some_names_speak_vaguely(name: str) -> None:
    """A key may be any key, and a token's type is no token."""
    assert speech_of(name) == "vague"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("550e8400-e29b-41d4-a716-446655440000", "uuid"),
        ("550E8400-E29B-41D4-A716-446655440000@550e8400-e29b-41d4-a716-446655440001", "uuid"),
        ("9f86d081884c7d659a2feaa0c55ad015", "hex"),
        ("9F86D081884C7D65", "hex"),
        ("q8Zk3vT9xYb2LmN7", "token"),
        ("xxx8fgh3tjykf8rd4n5q7w1dae", "token"),
        ("prefix_q8Zk3vT9xYb2LmN7.suffix", "token"),
        ("qwrtzpsdfghjklyxcvbnmqwr", "token"),
        ("QWRTZPSDFGHJKLYXCVBNMQWR", "token"),
        ("abcdefghijklmnopqrstuvwx", "token"),
    ],
)
def test_random_texts_are_told_by_kind(text: str, kind: str) -> None:
    """Random strings switch between kinds of characters, or have hardly a vowel."""
    assert token_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        *("", "deploy-notifications", "processIncomingRequest", "12345678901234567890"),
        *("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "xyxyxyxyxyxyxyxyxyxyxyxyxyxyxy1y"),
        *("verylongnameofaserviceinoneword", "application/vnd.api+json", "encodeURIComponent"),
        *("IGNORE_CONFIDENTIAL_EVENTS", "0000000000000000000000000000000000000000", "q8Zk3vT9"),
    ],
)
def test_words_and_numbers_are_not_random(text: str) -> None:
    """Nor are repetitions, and what is short."""
    assert token_kind(text) is None


@pytest.mark.parametrize(
    ("alphabet", "length", "share"),
    [
        pytest.param(string.ascii_letters + string.digits, 17, 0.98, id="62 characters"),
        pytest.param(string.ascii_letters + string.digits + "-_", 43, 0.96, id="base64"),
        pytest.param(string.ascii_lowercase + string.digits, 26, 0.9, id="36 characters"),
        pytest.param(string.ascii_lowercase, 32, 0.95, id="lower case alone"),
    ],
)
def test_nearly_every_random_string_is_seen(alphabet: str, length: int, share: float) -> None:
    """Of a thousand random strings only so many are taken for words."""
    draw = random.Random(7)  # noqa: S311 - the same strings every time
    texts = ["".join(draw.choices(alphabet, k=length)) for _ in range(1000)]
    assert sum(token_kind(text) is not None for text in texts) >= share * 1000


@pytest.mark.parametrize(
    ("text", "is_made_up"),
    [
        ("s3cr3t-Horse", True),
        ("hunter2hunter2", True),
        ("q8Zk3vT9xYb2LmN7", True),
        ("abc12345def", True),
        ("hunter2", False),
        ("deploy-notifications", False),
        ("base64", False),
        ("HS256-sha512", False),
        ("2024-01-31", False),
        ("100px 2em 30", False),
        ("line\nend 12ab34cd", False),
        ("weiß-ñandú", False),
    ],
)
def test_texts_that_nobody_would_use_as_words_look_made_up(text: str, *, is_made_up: bool) -> None:
    """Eight characters and more, with digits where words have none."""
    assert looks_made_up(text) is is_made_up


@given(st.text(alphabet="aİIßÅ\u0130Z\ud800"))
def test_lower_case_keeps_every_character_at_its_place(text: str) -> None:
    """Also where the lower case is longer."""
    assert len(lower_in_place(text)) == len(text)


def test_lower_case_of_ascii_is_always_found() -> None:
    """One odd character does not keep names from being found."""
    assert lower_in_place("TOKEN\u0130") == "token\u0130"


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_merged_spans_cover_the_same_and_are_apart(places: list[tuple[int, int]]) -> None:
    """Order and overlaps do not matter."""
    spans = [Span(min(place), max(place), "x") for place in places]
    merged = merge_spans(spans)
    ends = [end for span in merged for end in (span.start, span.end)]
    assert ends == sorted(ends)
    covered = {i for span in spans for i in range(span.start, span.end)}
    assert {i for span in merged for i in range(span.start, span.end)} == covered


def test_the_first_of_overlapping_spans_gives_the_kind() -> None:
    """The longer one, where both begin together."""
    assert merge_spans([Span(0, 3, "a"), Span(2, 5, "b")]) == [Span(0, 5, "a")]
    assert merge_spans([Span(0, 3, "a"), Span(0, 5, "b")]) == [Span(0, 5, "b")]
    assert merge_spans([Span(0, 3, "a"), Span(3, 5, "b")]) == [Span(0, 3, "a"), Span(3, 5, "b")]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("plain", ["plain"]),
        ("{plain}", ["{plain}"]),
        ("${user}:s3cret", [":s3cret"]),
        ("a{{b}}c", ["a", "c"]),
        ("a<user name>b", ["a", "b"]),
        ("%USER%:x", [":x"]),
        ("${a}:${b}", []),
        ("a%20b", ["a%20b"]),
    ],
)
def test_templates_are_left(text: str, left: list[str]) -> None:
    """A placeholder is no secret, what is around it may be one."""
    parts = leave_templates(text, Span(0, len(text), "x"))
    assert [text[part.start : part.end] for part in parts] == left
