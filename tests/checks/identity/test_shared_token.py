import pytest
from audit_frames import incoming, outgoing
from judging import flagged, judge

from rcaudit.checks.identity.shared_token import shared_token

TOKEN = "Hb3kQ7vT8mZc2LpW9sXy4RnD7eJq"


def test_flags_each_integration_with_the_token() -> None:
    """The message names another one and counts the rest; directions do not matter."""
    findings = judge(
        shared_token,
        incoming("c", token=TOKEN, name=None),
        incoming("a", token=TOKEN, name="Alerts\r\n prod"),
        outgoing("b", token=TOKEN, enabled=False),
        incoming("d"),
    )

    assert dict(zip(findings["integration_id"], findings["message"], strict=True)) == {
        "a": "Has the same token as 'Tickets b' (b) and 1 more.",
        "b": "Has the same token as 'Alerts prod' (a) and 1 more.",
        "c": "Has the same token as 'Alerts prod' (a) and 1 more.",
    }


def test_flags_a_pair() -> None:
    """Where there are two, each names the other, and a long name is cut."""
    long = "x" * 80
    findings = judge(
        shared_token, incoming("a", token=TOKEN, name=long), incoming("b", token=TOKEN, name=" ")
    )

    assert findings["message"].tolist() == [
        "Has the same token as b.",
        f"Has the same token as '{'x' * 60}…' (a).",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(TOKEN, TOKEN.swapcase(), id="different tokens"),
        pytest.param(None, None, id="no tokens"),
        pytest.param("", "", id="empty tokens"),
    ],
)
def test_ignores_tokens_that_are_not_shared(one: str | None, other: str | None) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(shared_token, incoming("a", token=one), incoming("b", token=other)) == []
