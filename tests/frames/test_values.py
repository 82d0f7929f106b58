import json
from datetime import UTC, datetime
from typing import Any

import pytest
from demo_documents import incoming, outgoing
from tables import frames_of, row

from rcaudit.frames.values import read_values

YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


def case(name: str, value: Any, *expected: Any) -> Any:
    """Return a case of a table, under its name."""
    return pytest.param(value, *expected, id=name)


@pytest.mark.parametrize("value", ["", "name", "\ud800", "=1+1", "\x00"])
def test_keeps_texts_as_they_are(value: str) -> None:
    """A text stands in its column, whatever it is."""
    integration = row(frames_of(incoming("a", name=value)).integrations)

    assert integration["name"] == value
    assert integration["malformed_fields"] == "[]"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        case("true", True, True),
        case("false", False, False),
        case("true as text", "true", True),
        case("false as text", "False", False),
    ],
)
def test_reads_booleans(value: Any, expected: bool) -> None:
    """Booleans are read from JSON's and from text, as the vendor's own example has them."""
    integration = row(frames_of(incoming("a", enabled=value)).integrations)

    assert integration["is_enabled"] is expected
    assert integration["malformed_fields"] == "[]"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        case("a number", 6, 6),
        case("a negative number", -1, -1),
        case("the largest", 2**63 - 1, 2**63 - 1),
        case("the smallest", -(2**63), -(2**63)),
        case("a float", 6.0, 6),
        case("a text", "6", 6),
        case("a negative text", "-6", -6),
    ],
)
def test_reads_integers(value: Any, expected: int) -> None:
    """Integers are read from JSON's, from floats that are whole, and from text."""
    integration = row(frames_of(outgoing("a", retryCount=value)).integrations)

    assert integration["retry_count"] == expected
    assert integration["malformed_fields"] == "[]"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        case("milliseconds", "2024-05-06T07:08:09.123Z", "2024-05-06T07:08:09.123000+00:00"),
        case("no milliseconds", "2024-05-06T07:08:09Z", "2024-05-06T07:08:09+00:00"),
        case("microseconds", "2024-05-06T07:08:09.123456Z", "2024-05-06T07:08:09.123456+00:00"),
        case("an offset", "2024-05-06T07:08:09+02:00", "2024-05-06T05:08:09+00:00"),
        case("no offset", "2024-05-06T07:08:09", "2024-05-06T07:08:09+00:00"),
        case("a day", "2024-05-06", "2024-05-06T00:00:00+00:00"),
        case("a week", "2024-W19-1T07:08:09Z", "2024-05-06T07:08:09+00:00"),
        case("no separators", "20240506T070809Z", "2024-05-06T07:08:09+00:00"),
        case("the first year", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00"),
        case("the last year", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999000+00:00"),
    ],
)
def test_reads_times(value: str, expected: str) -> None:
    """Times are read in every ISO 8601 form that Python takes, as UTC."""
    integration = row(frames_of(incoming("a", _createdAt=value)).integrations)

    assert integration["created_at"].isoformat() == expected
    assert integration["malformed_fields"] == "[]"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        case("a number as a text", "name", 5),
        case("a list as a text", "alias", ["a"]),
        case("an object as a category", "event", {"a": 1}),
        case("a number as a boolean", "enabled", 1),
        case("another text as a boolean", "scriptEnabled", "yes"),
        case("a list as a boolean", "runOnEdits", [True]),
        case("a boolean as a number", "retryCount", True),
        case("a fraction as a number", "retryCount", 1.5),
        case("a word as a number", "retryCount", "six"),
        case("a text with an underscore as a number", "retryCount", "1_000"),
        case("Arabic digits as a number", "retryCount", "٦"),
        case("a list as a number", "retryCount", [6]),
        case("too large a number", "retryCount", 2**63),
        case("too small a number", "retryCount", -(2**63) - 1),
        case("a huge number", "retryCount", 10**400),
        case("a huge number as text", "retryCount", "9" * 500),
        case("a float past exactness", "retryCount", 1e300),
        case("a number as a time", "_updatedAt", 1714979289000),
        case("an empty text as a time", "_updatedAt", ""),
        case("a word as a time", "_updatedAt", "now"),
        case("a day that is none", "_updatedAt", "2024-02-30T00:00:00Z"),
        case("a time before the first", "_updatedAt", "0001-01-01T00:00:00+14:00"),
        case("a time after the last", "_updatedAt", "9999-12-31T23:59:59-14:00"),
        case("MongoDB's object as a time", "_updatedAt", {"$date": "2024-05-06T07:08:09Z"}),
        case("a text as a list", "channel", "#general"),
        case("an object as a list", "urls", {"0": "https://example.com"}),
        case("a text as a creator", "_createdBy", "someone"),
        case("a list as a creator", "_createdBy", []),
        case("a number as a script", "script", 5),
        case("a number as an error", "scriptError", 5),
        case("a text as skipping", "skipTranspile", "maybe"),
        case("another type", "type", "webhook-other"),
        case("a number as an id", "_id", 5),
    ],
)
def test_names_what_is_malformed_and_keeps_it(field: str, value: Any) -> None:
    """A value of another type than the server's is named, and kept as it was."""
    integration = row(frames_of({**outgoing("a"), field: value}).integrations)

    assert json.loads(integration["malformed_fields"]) == [field]
    assert json.loads(integration["extra"]) == {field: value}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_keeps_what_json_does_not_know_as_text(value: float) -> None:
    """NaN and Infinity, which Python takes for JSON, are kept as texts."""
    fields = {"retryCount": value, "new": [{"deep": value}, 1.5]}

    integration = row(frames_of(outgoing("a", **fields)).integrations)

    assert json.loads(integration["malformed_fields"]) == ["retryCount"]
    assert json.loads(integration["extra"], parse_constant=pytest.fail) == {
        "retryCount": str(value),
        "new": [{"deep": str(value)}, 1.5],
    }


@pytest.mark.parametrize("field", ["name", "enabled", "_createdAt", "channel", "retryCount"])
def test_takes_null_for_missing(field: str) -> None:
    """Null says the same as a field that is not there."""
    missing = {name: value for name, value in outgoing("a").items() if name != field}

    with_null, without = (
        row(frames_of(document).integrations) for document in ({**missing, field: None}, missing)
    )

    assert with_null == without
    assert with_null["malformed_fields"] == "[]"


def test_names_a_type_that_is_missing() -> None:
    """Without its type an integration is neither incoming nor outgoing, which is worth a word."""
    integration = row(frames_of({"_id": "a"}).integrations)

    assert integration["direction"] is None
    assert json.loads(integration["malformed_fields"]) == ["type"]
    assert integration["extra"] is None


def test_names_fields_that_contradict_each_other() -> None:
    """A script cannot be left as written and transpiled: the second field is named and kept."""
    document = incoming("a", script="x", skipTranspile=True, scriptTranspile=True)
    integration = row(frames_of(document).integrations)

    assert json.loads(integration["malformed_fields"]) == ["scriptTranspile"]
    assert json.loads(integration["extra"]) == {"scriptTranspile": True}


def test_malformed_values_leave_their_neighbours_alone() -> None:
    """One malformed document changes nothing of what is read from the others."""
    malformed = {}

    times = read_values(["0001-01-01", 5, None], "_createdAt", "time", malformed)

    assert times == [YEAR_ONE, None, None]
    assert malformed == {1: {"_createdAt": 5}}
