import pytest
from audit_frames import incoming, outgoing
from judging import flagged

from rcaudit.checks.exposure.impersonating_reply import impersonating_reply


@pytest.mark.parametrize(
    "value", [pytest.param(True, id="a boolean"), pytest.param("true", id="a text")]
)
def test_flags_replies_in_the_users_name(value: object) -> None:
    """The switch is on, in either spelling."""
    assert flagged(impersonating_reply, outgoing("a", impersonateUser=value)) == ["a"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"impersonateUser": False}, id="the switch is off"),
        pytest.param({"impersonateUser": None}, id="the field is missing"),
        pytest.param({"enabled": False}, id="the integration is off"),
    ],
)
def test_ignores_replies_in_its_own_name(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    document = outgoing("a", **({"impersonateUser": True} | fields))

    assert flagged(impersonating_reply, document) == []


def test_ignores_incoming_integrations() -> None:
    """The switch has no meaning there."""
    assert flagged(impersonating_reply, incoming("a", impersonateUser=True)) == []
