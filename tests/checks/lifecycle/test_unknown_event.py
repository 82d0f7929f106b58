import pytest
from audit_frames import incoming, outgoing
from judging import flagged, only

from rcaudit.checks.lifecycle.unknown_event import unknown_event


@pytest.mark.parametrize(
    ("event", "message"),
    [
        pytest.param("roomMuted", "It waits for 'roomMuted', which is no event that is known."),
        pytest.param(None, "It names no event that is known."),
        pytest.param(["sendMessage"], "It names no event that is known."),
    ],
    ids=["another event", "no event", "a list where a text should be"],
)
def test_flags_events_that_are_not_known(event: object, message: str) -> None:
    """The message names the event, where there is one."""
    assert only(unknown_event, outgoing("a", event=event))["message"] == message


@pytest.mark.parametrize(
    "event",
    [
        "sendMessage",
        "fileUploaded",
        "roomArchived",
        "roomCreated",
        "roomJoined",
        "roomLeft",
        "userCreated",
    ],
)
def test_ignores_the_events_of_the_server(event: str) -> None:
    """The seven events are known."""
    assert flagged(unknown_event, outgoing("a", event=event)) == []


def test_ignores_incoming_integrations() -> None:
    """They have no event."""
    assert flagged(unknown_event, incoming("a")) == []
