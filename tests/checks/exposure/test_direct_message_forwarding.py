from audit_frames import incoming, outgoing
from judging import flagged, only
from twin_checks import hearing_less, of_each_event

from rcaudit.checks.exposure.direct_message_forwarding import direct_message_forwarding

SCOPE = "all_direct_messages"


@of_each_event
def test_flags_every_event_that_has_a_room(event: str | None, heard: str) -> None:
    """The message says what is heard, and of what."""
    document = outgoing("a", event=event, channel=["#ops", SCOPE])

    finding = only(direct_message_forwarding, document)
    assert finding["message"] == f"Receives {heard} all direct conversations."
    assert finding["resource"] == SCOPE


@hearing_less
def test_ignores_integrations_that_hear_less(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    document = outgoing("a", **({"channel": [SCOPE]} | fields))

    assert flagged(direct_message_forwarding, document) == []


def test_ignores_incoming_integrations() -> None:
    """An incoming integration hears nothing, whatever its channels say."""
    assert flagged(direct_message_forwarding, incoming("a", channel=[SCOPE])) == []
