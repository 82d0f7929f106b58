import pytest
from audit_frames import incoming, outgoing
from judging import flagged, judge, only

from rcaudit.checks.identity.short_token import short_token
from rcaudit.checks.thresholds import Thresholds


@pytest.mark.parametrize(
    ("token", "length"),
    [
        pytest.param("x9" * 9 + "y", 19, id="one character less than twenty"),
        pytest.param("secret", 6, id="a word"),
        pytest.param("", 0, id="empty"),
    ],
)
def test_flags_tokens_of_less_than_twenty_characters(token: str, length: int) -> None:
    """Also where the integration is off."""
    finding = only(short_token, incoming("a", token=token, enabled=False))

    assert finding["message"] == f"Its token has {length} characters."
    assert flagged(short_token, outgoing("a", token=token)) == ["a"]


@pytest.mark.parametrize(
    "token",
    [pytest.param("x9" * 10, id="twenty characters"), pytest.param(None, id="no token")],
)
def test_ignores_longer_and_missing_tokens(token: str | None) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(short_token, incoming("a", token=token)) == []


def test_the_length_can_be_changed() -> None:
    """A threshold moves the line."""
    document = incoming("a", token="x9" * 10)

    assert len(judge(short_token, document, thresholds=Thresholds(short_token_length=21))) == 1
