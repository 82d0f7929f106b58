import pytest
from audit_frames import incoming, outgoing
from judging import flagged

from rcaudit.checks.identity.ownerless_integration import ownerless_integration


@pytest.mark.parametrize(
    "creator",
    [
        pytest.param(None, id="no creator"),
        pytest.param({}, id="an empty creator"),
        pytest.param({"_id": "", "username": ""}, id="empty texts"),
        pytest.param("ada", id="a text where an object should be"),
    ],
)
def test_flags_integrations_without_a_creator(creator: object) -> None:
    """Neither an id nor a name is there."""
    assert flagged(ownerless_integration, incoming("a", _createdBy=creator)) == ["a"]
    assert flagged(ownerless_integration, outgoing("a", _createdBy=creator)) == ["a"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"_createdBy": {"_id": "u-ada"}}, id="an id without a name"),
        pytest.param({"_createdBy": {"username": "ada"}}, id="a name without an id"),
        pytest.param({"enabled": False}, id="switched off"),
    ],
)
def test_ignores_integrations_that_name_somebody(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    document = {**incoming("a", _createdBy=None), **fields}

    assert flagged(ownerless_integration, document) == []
