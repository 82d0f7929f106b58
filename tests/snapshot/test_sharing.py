from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcaudit.snapshot.snapshot import Record

NAMES = st.sampled_from(["username", "userId", "channel", "triggerWords", "_createdBy", "emoji"])
VALUES = st.recursive(
    st.none() | st.integers() | st.text(st.characters(), max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=5,
)


def read(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document as it comes back from a line of a file."""
    return Record.from_line(Record({"_id": "a", **document}, "get", []).to_line()).document


@pytest.mark.parametrize(
    ("document", "path"),
    [
        pytest.param({"username": "a bot"}, ["username"], id="a field"),
        pytest.param({"channel": ["#a room"]}, ["channel", 0], id="an entry of a list"),
        pytest.param({"_createdBy": {"_id": "a person"}}, ["_createdBy", "_id"], id="a member"),
    ],
)
def test_equal_texts_of_two_documents_are_one_object(
    document: dict[str, Any], path: list[Any]
) -> None:
    """What a hundred thousand documents have in common takes memory once."""
    one: Any = read(document)
    other: Any = read(document)
    for step in path:
        one, other = one[step], other[step]

    assert one is other


@given(st.dictionaries(NAMES, VALUES))
def test_documents_stay_as_they_are(document: dict[str, Any]) -> None:
    """Whatever stands in the fields comes back."""
    assert read(document) == {"_id": "a", **document}
