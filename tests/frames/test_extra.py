import json
from typing import Any

import pytest
from demo_documents import incoming
from tables import frames_of, row


def extra_of(**fields: Any) -> Any:
    """Return what the frames keep of fields that no column holds."""
    extra = row(frames_of(incoming("a", **fields)).integrations)["extra"]
    return extra and json.loads(extra)


def test_is_missing_where_everything_has_its_column() -> None:
    """A document of known fields has no extra."""
    assert extra_of(_createdBy={"_id": "u", "username": "someone"}, channel=["#general"]) is None


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"new": 1}, id="an unknown field"),
        pytest.param({"new": {"a": [1, None, "é", {"b": False}]}}, id="an unknown structure"),
        pytest.param({"new": None}, id="an unknown field that is null"),
        pytest.param({"urls.0": "x", "a.b": 1}, id="unknown fields with dots"),
        pytest.param({"_createdBy": {"name": "Some One"}}, id="an unknown member"),
        pytest.param(
            {"_createdBy": {"x": 1, "_id": 5}, "_createdBy.x": 2, "_createdBy._id": 3},
            id="fields that are called like members",
        ),
        pytest.param({"scriptError": {"line": 3}}, id="an unknown member of an error"),
        pytest.param({"scriptTranspiled": False}, id="a field like a known one"),
    ],
)
def test_keeps_unknown_fields_in_their_shape(fields: dict[str, Any]) -> None:
    """What the schema does not know is kept, each value where it stood."""
    assert extra_of(**fields) == fields


def test_keeps_members_apart_from_those_that_have_a_column() -> None:
    """Of an object that is partly known only the rest is kept."""
    assert extra_of(_createdBy={"_id": "u", "username": "someone", "name": "Some One"}) == {
        "_createdBy": {"name": "Some One"}
    }


def test_keeps_what_is_told_of_a_script_that_has_no_row() -> None:
    """An error of a script that is gone and off has no row in scripts, and is kept here."""
    error = {"name": "SyntaxError", "message": 5, "line": 3}

    assert extra_of(scriptError=error, skipTranspile=True) == {
        "scriptError": error,
        "skipTranspile": True,
    }


def test_says_nothing_of_a_script_that_never_was() -> None:
    """What servers write into every document, script or not, is no news."""
    assert extra_of(script="", scriptCompiled="", scriptError=None, skipTranspile=False) is None


def test_never_shows_a_token() -> None:
    """A token in a document that was not redacted reaches no table."""
    frames = frames_of(incoming("a", token="not-for-your-eyes", new=1))

    assert extra_of(token=["not-for-your-eyes"]) is None
    assert "not-for-your-eyes" not in frames.integrations.to_csv()


def test_is_written_the_same_whatever_the_order() -> None:
    """The same fields give the same text, in letters that people can read."""
    one, other = (
        row(frames_of(incoming("a", **fields)).integrations)["extra"]
        for fields in ({"b": "é", "a": {"y": 1, "x": 2}}, {"a": {"x": 2, "y": 1}, "b": "é"})
    )

    assert one == other == '{"a": {"x": 2, "y": 1}, "b": "é"}'
