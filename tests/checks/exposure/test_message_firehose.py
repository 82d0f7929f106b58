import pytest
from audit_frames import incoming, outgoing
from judging import flagged, only

from rcaudit.checks.exposure.message_firehose import message_firehose


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="an empty list"),
        pytest.param(None, id="no list"),
        pytest.param("!ticket", id="a text where a list should be"),
    ],
)
def test_flags_messages_without_trigger_words(words: object) -> None:
    """Without a list of words every message is sent."""
    document = outgoing("a", triggerWords=words, channel=["#a", "#b"])

    message = only(message_firehose, document)["message"]
    assert message == "Sends every message of its channels (2 named)."


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"triggerWords": ["!ticket"]}, id="a trigger word"),
        pytest.param({"triggerWords": [""]}, id="an empty word, which never matches"),
        pytest.param({"event": "fileUploaded"}, id="an event without trigger words"),
        pytest.param({"enabled": False}, id="switched off"),
    ],
)
def test_ignores_integrations_that_send_less(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(message_firehose, outgoing("a", **({"triggerWords": []} | fields))) == []


def test_ignores_incoming_integrations() -> None:
    """An incoming integration sends nothing."""
    assert flagged(message_firehose, incoming("a", event="sendMessage")) == []
