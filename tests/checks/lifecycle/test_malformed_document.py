import pytest
from audit_frames import incoming, outgoing
from judging import flagged, only

from rcaudit.checks.lifecycle.malformed_document import malformed_document


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        pytest.param({"channel": "#ops"}, "channel", id="a text where a list should be"),
        pytest.param({"enabled": "perhaps", "name": 3}, "enabled, name", id="two fields"),
        pytest.param({"type": "webhook"}, "type", id="an unknown direction"),
        pytest.param({"type": None}, "type", id="no direction"),
        pytest.param({"_updatedAt": "yesterday"}, "_updatedAt", id="no time"),
    ],
)
def test_flags_fields_of_an_unexpected_type(fields: dict[str, object], names: str) -> None:
    """The message names the fields."""
    finding = only(malformed_document, incoming("a", **fields))

    assert finding["message"] == f"Fields of an unexpected type: {names}."


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="nothing unusual"),
        pytest.param({"enabled": "true"}, id="a boolean as text, as the vendor's example has it"),
        pytest.param({"newField": {"a": 1}}, id="a field that is not known"),
        pytest.param({"channel": None, "name": None}, id="fields that are missing"),
    ],
)
def test_ignores_what_a_server_may_send(fields: dict[str, object]) -> None:
    """Unknown and missing fields are no malformed ones."""
    assert flagged(malformed_document, outgoing("a", **fields)) == []
