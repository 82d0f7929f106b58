import json
import math
from datetime import UTC, datetime
from typing import Any

import pytest
from demo_documents import incoming, outgoing
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tables import frames_of, frames_without, row, rows

from rcaudit.frames.frames import Frames
from rcaudit.frames.schema import DTYPES, TABLES
from rcaudit.snapshot.redaction import Removed

NAMES = [name for name in TABLES if name != "findings"]
COLUMNS = {
    "_id": "integration_id",
    "name": "name",
    "event": "event",
    "userId": "poster_id",
    "username": "poster_username",
    "scriptEngine": "script_engine",
    "alias": "alias",
    "targetRoom": "target_room",
    "retryDelay": "retry_delay",
    "avatar": "avatar",
    "emoji": "emoji",
    "_createdAt": "created_at",
    "_updatedAt": "updated_at",
    "enabled": "is_enabled",
    "scriptEnabled": "is_script_enabled",
    "triggerWordAnywhere": "is_trigger_word_anywhere",
    "runOnEdits": "runs_on_edits",
    "impersonateUser": "is_impersonating",
    "retryFailedCalls": "retries_failed_calls",
    "overrideDestinationChannelEnabled": "is_destination_override_allowed",
    "retryCount": "retry_count",
    "type": "direction",
}
LISTS = {
    "channel": ("channels", "channel"),
    "urls": ("urls", "url"),
    "triggerWords": ("trigger_words", "trigger_word"),
}
SCRIPT_FIELDS = ("script", "scriptCompiled", "scriptError", "skipTranspile", "scriptTranspile")

Tables = dict[str, list[dict[str, Any]]]

TEXT = st.text(st.characters(), max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
ACCOUNT = st.dictionaries(st.sampled_from(["_id", "username", "name"]), TEXT | JSON)
ERROR = TEXT | st.dictionaries(st.sampled_from(["name", "message", "stack", "line"]), TEXT | JSON)
LIKELY = (
    st.booleans()
    | st.sampled_from(["true", "FALSE", "6", "webhook-incoming", "webhook-outgoing"])
    | st.datetimes(timezones=st.timezones() | st.just(UTC)).map(datetime.isoformat)
    | st.integers(-10, 10)
    | st.integers(-(2**70), 2**70)
    | st.lists(TEXT, max_size=3)
    | ACCOUNT
    | ERROR
)
FIELD_NAMES = [*COLUMNS, *LISTS, *SCRIPT_FIELDS, "_createdBy", "token", "new", "urls.0", "a.b"]
DOCUMENTS = st.dictionaries(st.sampled_from(FIELD_NAMES) | TEXT, LIKELY | JSON, max_size=12)


@settings(deadline=None, max_examples=50)  # other work on the machine is no failure
@given(st.lists(DOCUMENTS, max_size=6))
@example([])
@example([{}])
@example([dict.fromkeys(FIELD_NAMES)])
@example([dict.fromkeys(FIELD_NAMES, "0001-01-01T00:00:00+23:59")])
@example([dict.fromkeys(FIELD_NAMES, 10**300)])
@example([dict.fromkeys(FIELD_NAMES, math.nan)])
def test_takes_any_documents(documents: list[dict[str, Any]]) -> None:
    """Whatever the documents hold, the tables have the columns and dtypes of the schema."""
    frames = frames_of(*documents)

    assert len(frames.integrations) == len(documents)
    for name in NAMES:
        assert_follows_schema(frames, name)


@settings(deadline=None, max_examples=100)  # other work on the machine is no failure
@given(DOCUMENTS)
@example({"": False})
@example({"script": "x", "skipTranspile": "true", "scriptTranspile": True})
@example({"retryCount": 2.5, "overrideDestinationChannelEnabled": 0})
@example({"type": None, "scriptError": {"name": 5, "line": 1, "stack": ""}})
@example({"_createdBy": {"_id": [], "name": 1}, "_createdBy._id": 2})
def test_loses_no_value(document: dict[str, Any]) -> None:
    """Every value is in its column, or in extra at the place where it stood."""
    frames = frames_of(document)
    tables = {name: rows(frames.table(name)) for name in NAMES}
    extra = json.loads(tables["integrations"][0]["extra"] or "{}")

    for field, value in document.items():
        if value is None or field in {"token", "scriptCompiled"}:
            continue  # null says nothing; a token is never shown, compiled text never kept
        assert same_json(extra.get(field), value) or stands_in_tables(tables, field, value, extra)

    assert set(extra) <= set(document)


def stands_in_tables(tables: Tables, field: str, value: Any, extra: dict[str, Any]) -> bool:
    """Tell whether a known field's value can be read from the tables."""
    (integration,) = tables["integrations"]
    if field in LISTS:
        table, column = LISTS[field]
        return [line[column] for line in tables[table]] == value
    if field == "_createdBy":
        told = {"_id": integration["creator_id"], "username": integration["creator_username"]}
        return have_place(value, told, extra.get(field, {}))
    if field in SCRIPT_FIELDS:
        return script_stands(tables, field, value, extra)
    found = integration[COLUMNS[field]]
    if isinstance(found, datetime):
        time = datetime.fromisoformat(value)
        return found == (time if time.tzinfo else time.replace(tzinfo=UTC))
    if field == "type":
        return f"webhook-{found}" == value
    return found == value or str(found).lower() == str(value).lower() or found == int(value)


def script_stands(tables: Tables, field: str, value: Any, extra: dict[str, Any]) -> bool:
    """Tell whether what a document says of its script can be read from the tables."""
    if not tables["scripts"]:
        return not value
    (script,) = tables["scripts"]
    if field == "script":
        return (script["script_source"] or "") == value
    if field == "skipTranspile":
        return str(script["skips_transpile"]).lower() == str(value).lower()
    if field == "scriptTranspile":
        return str(not script["skips_transpile"]).lower() == str(value).lower()
    told = {name: script[f"script_error_{name}"] for name in ("name", "message", "stack")}
    if isinstance(value, str):
        return told["message"] == value
    return have_place(value, told, extra.get(field, {}))


def have_place(value: dict[str, Any], told: dict[str, Any], rest: dict[str, Any]) -> bool:
    """Tell whether each member is in its column or in the rest."""
    return all(
        member is None or same_json(rest.get(name), member) or told.get(name) == member
        for name, member in value.items()
    )


def same_json(kept: Any, value: Any) -> bool:
    """Tell whether the value was kept; what JSON does not know is kept as text."""
    if isinstance(value, dict):
        return isinstance(kept, dict) and all(
            name in kept and same_json(kept[name], member) for name, member in value.items()
        )
    if isinstance(value, list):
        return isinstance(kept, list) and all(map(same_json, kept, value))
    if isinstance(value, float) and not math.isfinite(value):
        return kept == str(value)
    return kept == value and type(kept) is type(value)


def assert_follows_schema(frames: Frames, name: str) -> None:
    """Assert that a table has the schema's columns, each of its dtype."""
    frame = frames.table(name)
    assert list(frame) == [column.name for column in TABLES[name].columns]
    for column in TABLES[name].columns:
        assert frame[column.name].dtype == DTYPES[column.kind]


def test_describes_an_integration() -> None:
    """A whole document fills a row."""
    document = outgoing(
        "a",
        name="Build",
        username="bot",
        userId="u2",
        _createdBy={"_id": "u1", "username": "ann"},
        _createdAt="2024-05-06T07:08:09.123Z",
        _updatedAt="2025-05-06T07:08:09.123Z",
        channel=["#a", "#b"],
        event="sendMessage",
        urls=["https://ci.example.com"],
        triggerWords=[],
        retryCount=6,
        retryDelay="powers-of-ten",
        script="x",
        scriptEnabled=True,
        scriptEngine="isolated-vm",
    )
    integration = row(frames_of(document).integrations)

    told = {name: value for name, value in integration.items() if value is not None}
    assert told == {
        "workspace": "chat.example.com",
        "integration_id": "a",
        "name": "Build",
        "direction": "outgoing",
        "is_enabled": True,
        "event": "sendMessage",
        "creator_id": "u1",
        "creator_username": "ann",
        "poster_id": "u2",
        "poster_username": "bot",
        "created_at": datetime(2024, 5, 6, 7, 8, 9, 123000, tzinfo=UTC),
        "updated_at": datetime(2025, 5, 6, 7, 8, 9, 123000, tzinfo=UTC),
        "is_script_enabled": True,
        "has_script": True,
        "script_engine": "isolated-vm",
        "channel_count": 2,
        "url_count": 1,
        "trigger_word_count": 0,
        "retry_count": 6,
        "retry_delay": "powers-of-ten",
        "detail": "get",
        "malformed_fields": "[]",
    }


def test_shows_a_token_by_its_fingerprint() -> None:
    """Of a token only its fingerprint and its length are left."""
    integration = row(
        frames_without(incoming("a", token=None), Removed("token", "token", "f1", 48)).integrations
    )

    assert integration["token_fingerprint"] == "f1"
    assert integration["token_length"] == 48


@pytest.mark.parametrize("detail", ["get", "list"])
def test_tells_where_a_document_is_from(detail: str) -> None:
    """A document that only the list gave is marked so."""
    frames = frames_without(incoming("a"), detail=detail)

    assert row(frames.integrations)["detail"] == detail


def test_malformed_documents_leave_their_neighbours_alone() -> None:
    """One malformed document changes nothing of what is read from the others."""
    good = outgoing("b", enabled=True, channel=["#b"], urls=["https://b.example"], script="b")
    bad = {**outgoing("a"), "type": 1, "enabled": 2, "channel": [3], "urls": 4, "script": 5}
    alone, beside = frames_of(good), frames_of(bad, good)

    for name in NAMES:
        assert rows(alone.table(name)) == [
            line for line in rows(beside.table(name)) if line.get("integration_id") != "a"
        ]


def test_lists_malformed_fields_by_name() -> None:
    """Malformed fields and members are named in one order."""
    document = incoming("a", name=1, enabled=2, _createdBy={"_id": 3}, scriptError={"name": 4})

    assert json.loads(row(frames_of(document).integrations)["malformed_fields"]) == [
        "_createdBy._id",
        "enabled",
        "name",
        "scriptError.name",
    ]
