import pytest
from audit_frames import incoming, outgoing
from judging import flagged, only

from rcaudit.checks.exposure.direct_message_forwarding import direct_message_forwarding

SCOPE = "all_direct_messages"


@pytest.mark.parametrize(
    ("event", "heard"),
    [
        pytest.param("sendMessage", "the messages of", id="messages"),
        pytest.param("fileUploaded", "the uploads to", id="uploads"),
        pytest.param("roomJoined", "who joins", id="joining"),
        pytest.param("roomLeft", "who leaves", id="leaving"),
        pytest.param("roomMuted", "what happens in", id="an event that is not known"),
        pytest.param(None, "what happens in", id="no event"),
    ],
)
def test_flags_every_event_that_has_a_room(event: str | None, heard: str) -> None:
    """The message says what is heard, and of what."""
    document = outgoing("a", event=event, channel=["#ops", SCOPE])

    finding = only(direct_message_forwarding, document)
    assert finding["message"] == f"Receives {heard} all direct conversations."
    assert finding["resource"] == SCOPE


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"channel": ["#ops", "@ada"]}, id="named rooms"),
        pytest.param({"channel": ["all_public_channels"]}, id="public channels"),
        pytest.param({"channel": []}, id="no rooms"),
        pytest.param({"enabled": False}, id="switched off"),
        pytest.param({"event": "roomCreated"}, id="an event that ignores its channels"),
    ],
)
def test_ignores_integrations_that_hear_less(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    document = outgoing("a", **({"channel": [SCOPE]} | fields))

    assert flagged(direct_message_forwarding, document) == []


def test_ignores_incoming_integrations() -> None:
    """An incoming integration hears nothing, whatever its channels say."""
    assert flagged(direct_message_forwarding, incoming("a", channel=[SCOPE])) == []
