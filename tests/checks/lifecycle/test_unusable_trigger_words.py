import pytest
from audit_frames import incoming, outgoing
from judging import flagged

from rcaudit.checks.lifecycle.unusable_trigger_words import unusable_trigger_words


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([""], id="one empty word"),
        pytest.param(["", "  "], id="an empty and a blank word"),
        pytest.param([None], id="a word that the server took out"),
        pytest.param([3], id="a number"),
    ],
)
def test_flags_lists_without_a_usable_word(words: list[object]) -> None:
    """There are entries, but none of them can match."""
    assert flagged(unusable_trigger_words, outgoing("a", triggerWords=words)) == ["a"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"triggerWords": ["", "!ticket"]}, id="one usable word"),
        pytest.param({"triggerWords": []}, id="no words"),
        pytest.param({"triggerWords": [" "], "triggerWordAnywhere": True}, id="a space anywhere"),
        pytest.param({"event": "fileUploaded"}, id="an event without trigger words"),
        pytest.param({"enabled": False}, id="switched off"),
    ],
)
def test_ignores_others(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(unusable_trigger_words, outgoing("a", **({"triggerWords": [""]} | fields))) == []


def test_ignores_incoming_integrations() -> None:
    """Trigger words have no meaning there."""
    document = incoming("a", triggerWords=[""], event="sendMessage")

    assert flagged(unusable_trigger_words, document) == []
