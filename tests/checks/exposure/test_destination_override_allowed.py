import pytest
from audit_frames import incoming, outgoing
from judging import flagged, only

from rcaudit.checks.exposure.destination_override_allowed import destination_override_allowed


@pytest.mark.parametrize(
    "value", [pytest.param(True, id="a boolean"), pytest.param("true", id="a text")]
)
def test_flags_incoming_integrations_whose_caller_chooses_the_room(value: object) -> None:
    """The switch is on, in either spelling."""
    document = incoming("a", overrideDestinationChannelEnabled=value)

    message = only(destination_override_allowed, document)["message"]
    assert message == "Whoever has its address can post as build.bot into any room."


def test_flags_one_without_a_poster() -> None:
    """The message does without a name."""
    document = incoming("a", overrideDestinationChannelEnabled=True, username=None)

    message = only(destination_override_allowed, document)["message"]
    assert message == "Whoever has its address can post as its account into any room."


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"overrideDestinationChannelEnabled": False}, id="the switch is off"),
        pytest.param({"overrideDestinationChannelEnabled": None}, id="the field is missing"),
        pytest.param({"enabled": False}, id="the integration is off"),
    ],
)
def test_ignores_integrations_of_one_room(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    document = incoming("a", **({"overrideDestinationChannelEnabled": True} | fields))

    assert flagged(destination_override_allowed, document) == []


def test_ignores_outgoing_integrations() -> None:
    """The switch has no meaning there."""
    document = outgoing("a", overrideDestinationChannelEnabled=True)

    assert flagged(destination_override_allowed, document) == []
