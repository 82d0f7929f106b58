import pytest
from audit_frames import incoming, outgoing
from judging import flagged, judge, only

from rcaudit.checks.exposure.workspace_wide_trigger import workspace_wide_trigger

SCOPE = "all_public_channels"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param(
            {"channel": [SCOPE]},
            "Receives the messages of all public channels.",
            id="messages of all public channels",
        ),
        pytest.param(
            {"channel": [SCOPE], "event": "fileUploaded"},
            "Receives the uploads to all public channels.",
            id="uploads to all public channels",
        ),
        pytest.param(
            {"event": "roomCreated"},
            "Receives every room that is created in the workspace.",
            id="rooms created",
        ),
        pytest.param(
            {"event": "roomArchived"},
            "Receives every room that is archived in the workspace.",
            id="rooms archived",
        ),
        pytest.param(
            {"event": "userCreated", "channel": [SCOPE]},
            "Receives every account that is created in the workspace.",
            id="accounts created",
        ),
    ],
)
def test_flags_what_no_choice_of_rooms_narrows(fields: dict[str, object], message: str) -> None:
    """All public channels, or an event of the workspace."""
    assert only(workspace_wide_trigger, outgoing("a", **fields))["message"] == message


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"channel": ["#ops"]}, id="a named channel"),
        pytest.param({"channel": [SCOPE], "enabled": False}, id="switched off"),
        pytest.param({"event": "userCreated", "enabled": False}, id="an event, switched off"),
        pytest.param({"event": "unheardOf"}, id="an event that is not known"),
    ],
)
def test_ignores_integrations_that_hear_less(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(workspace_wide_trigger, outgoing("a", **fields)) == []


def test_ignores_incoming_integrations() -> None:
    """An incoming integration hears nothing, whatever it says."""
    document = incoming("a", channel=[SCOPE], event="userCreated")

    assert judge(workspace_wide_trigger, document).empty
