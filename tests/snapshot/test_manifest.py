import copy
import dataclasses
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from importlib.metadata import version
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from kept import TAKEN_AT, manifest_of

from rcaudit.errors import SnapshotError
from rcaudit.snapshot.manifest import (
    Counts,
    Gap,
    Manifest,
    Visibility,
    format_time,
    tool_version,
    workspace_name,
)

SHA256 = "0123456789abcdef" * 4
FULL = manifest_of(
    3,
    server_version="8.4.0",
    account_id="a1",
    account_username="zoë",
    detail="always",
    has_scripts=False,
    visibility=Visibility(
        incoming_reach="all", outgoing_reach="own", missing_permissions=("x", "y"), total=5
    ),
    counts=Counts(reported=4, listed=4, fetched=2, vanished=1, failed=1),
    gaps=(Gap(code="failed", message="1 failed", integration_ids=("i",)),),
    key_id="00",
    redaction_version=1,
    files={"documents.jsonl.gz": SHA256},
)
FIELDS: dict[str, Any] = json.loads(FULL.to_json())

PATHS = [
    (name, *rest)
    for name, value in FIELDS.items()
    for rest in [(), *((key,) for key in (value if isinstance(value, dict) else ()))]
] + [("gaps", 0), ("gaps", 0, "code"), ("gaps", 0, "message"), ("gaps", 0, "integration_ids")]

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from(["0001-01-01T00:00:00+23:00", "2026-01-01", "own", "../x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def changed(path: tuple[Any, ...], value: Any) -> str:
    """Return the text of a manifest with one value changed; `...` takes it out."""
    fields = copy.deepcopy(FIELDS)
    inner = fields
    for key in path[:-1]:
        inner = inner[key]
    if value is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return json.dumps(fields)


def test_a_manifest_is_read_as_it_was_written() -> None:
    """Every field comes back, in its own type, and the text is the same each time."""
    found = Manifest.from_json(FULL.to_json(), "it")
    assert found == FULL
    assert found.to_json() == FULL.to_json()
    assert manifest_of().is_complete
    assert not found.is_complete
    assert found.counts.kept == 3
    assert Manifest.from_json(manifest_of().to_json(), "it") == manifest_of()


def test_half_a_surrogate_pair_can_be_written() -> None:
    """JSON from a server may hold what UTF-8 cannot: it is written as JSON's escape."""
    manifest = manifest_of(account_username="zoë \ud83d")
    text = manifest.to_json()
    assert r'"zoë \ud83d"' in text
    assert text.encode()
    assert Manifest.from_json(text, "it") == manifest


@given(path=st.sampled_from(PATHS), value=json_values)
@example(path=("taken_at",), value="0001-01-01T00:00:00+23:00")
@example(path=("gaps",), value="abc")
@example(path=("visibility", "missing_permissions"), value="abc")
@example(path=("format_version",), value=True)
def test_a_changed_manifest_is_a_manifest_or_an_error(path: tuple[Any, ...], value: Any) -> None:
    """Whatever stands in a field, there is no other exception, and no field of another type."""
    try:
        manifest = Manifest.from_json(changed(path, value), "it")
    except SnapshotError:
        return
    assert Manifest.from_json(manifest.to_json(), "it") == manifest
    assert manifest.counts.kept >= 0


@given(text=st.text() | json_values.map(json.dumps))
@example(text="[" * 100_000)
@example(text='{"format_version": 1' + "0" * 5000 + "}")
@example(text="\ufeff{}")
def test_any_other_text_is_an_error(text: str) -> None:
    """The message names the source and what to do."""
    with pytest.raises(SnapshotError, match=r"^it is no manifest .* or fetch again\.$"):
        Manifest.from_json(text, "it")


@pytest.mark.parametrize(
    "name",
    [
        "format_version",
        "tool_version",
        "visibility",
        "counts",
        "gaps",
        "files",
        "is_complete",
        "workspace",
        "workspace_url",
        "taken_at",
    ],
)
def test_a_missing_field_is_an_error_that_names_it(name: str) -> None:
    """No default hides that something is missing."""
    with pytest.raises(SnapshotError, match=rf"it is no manifest .*{name}"):
        Manifest.from_json(changed((name,), ...), "it")


def test_a_field_that_was_optional_from_the_start_may_be_missing() -> None:
    """A manifest of a later version of this format can be read by it, and the other way round."""
    found = Manifest.from_json(changed(("visibility", "incoming"), ...), "it")
    assert found == FULL


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(("workspace",), None, id="nothing for a text"),
        pytest.param(("workspace",), 7, id="a number for a text"),
        pytest.param(("has_scripts",), 1, id="a number for yes or no"),
        pytest.param(("redaction_version",), "1", id="a text for a number"),
        pytest.param(("counts", "listed"), True, id="yes for a number"),
        pytest.param(("counts", "listed"), 4.0, id="a fraction for a count"),
        pytest.param(("counts", "failed"), -1, id="a negative count"),
        pytest.param(("counts", "vanished"), 5, id="more vanished than listed"),
        pytest.param(("detail",), "sometimes", id="a detail that is none"),
        pytest.param(("detail",), ["always"], id="a list for a word"),
        pytest.param(("visibility", "incoming_reach"), "most", id="a reach that is none"),
        pytest.param(("visibility", "missing_permissions"), "abc", id="a text for a list"),
        pytest.param(("visibility", "total"), "5", id="a text for an optional number"),
        pytest.param(("gaps",), {}, id="an object for a list"),
        pytest.param(("gaps", 0), "visibility", id="a text for a gap"),
        pytest.param(("gaps",), [], id="incomplete without a gap"),
        pytest.param(("is_complete",), True, id="complete with a gap"),
        pytest.param(("taken_at",), 7, id="a number for a time"),
        pytest.param(("taken_at",), "yesterday", id="a time that is none"),
        pytest.param(("format_version",), 0, id="a format before the first"),
        pytest.param(("more",), 1, id="an unknown field"),
        pytest.param(("files",), [], id="a list for the files"),
        pytest.param(("files", "documents.jsonl.gz"), 7, id="a number for a hash"),
        pytest.param(("files", "documents.jsonl.gz"), "abc", id="a hash that is none"),
        pytest.param(("files", "../x"), SHA256, id="a file above the folder"),
        pytest.param(("files", "/etc/passwd"), SHA256, id="a file somewhere else"),
        pytest.param(("files", "inner/x"), SHA256, id="a file below the folder"),
        pytest.param(("files", "..\\x"), SHA256, id="a file above, as Windows writes it"),
        pytest.param(("files", "C:x"), SHA256, id="a file on another drive"),
        pytest.param(("files", ".."), SHA256, id="the folder above"),
        pytest.param(("files", ""), SHA256, id="the folder itself"),
        pytest.param(("files", "x\0"), SHA256, id="a name that no system takes"),
    ],
)
def test_a_value_that_may_not_be_is_an_error(path: tuple[Any, ...], value: object) -> None:
    """It is found when the manifest is read, not when somebody uses it."""
    with pytest.raises(SnapshotError, match=r"^it is no manifest"):
        Manifest.from_json(changed(path, value), "it")


@pytest.mark.parametrize("written_by", ["9.1.0", ...], ids=["a version", "no version"])
def test_a_newer_format_asks_for_an_upgrade(written_by: object) -> None:
    """Both versions are named; nothing else of a newer manifest is looked at."""
    fields = json.loads(changed(("tool_version",), written_by)) | {"format_version": 2, "new": 1}
    name = "None" if written_by is ... else written_by
    message = rf"^it has format 2, written by rcaudit {name}; this .* up to 1: upgrade rcaudit\.$"
    with pytest.raises(SnapshotError, match=message):
        Manifest.from_json(json.dumps(fields), "it")


@pytest.fixture
def in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have local time nine hours ahead of UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "JST-9")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    "taken_at",
    [
        pytest.param(TAKEN_AT.replace(tzinfo=None), id="naive"),
        pytest.param(TAKEN_AT.astimezone(timezone(timedelta(hours=5, minutes=45))), id="elsewhere"),
    ],
)
def test_times_are_utc(taken_at: datetime, in_tokyo: None) -> None:
    """A naive time is taken as UTC, wherever this machine is."""
    manifest = manifest_of(taken_at=taken_at)
    assert manifest.taken_at == TAKEN_AT
    assert manifest.taken_at.tzinfo is UTC
    assert json.loads(manifest.to_json())["taken_at"] == "2026-03-01T12:30:15.250Z"
    assert dataclasses.replace(manifest, workspace="x").taken_at == TAKEN_AT


def test_times_are_written_as_the_server_writes_them() -> None:
    """ISO 8601 in UTC, with milliseconds."""
    assert format_time(TAKEN_AT.astimezone(timezone(timedelta(hours=-3)))) == (
        "2026-03-01T12:30:15.250Z"
    )


@pytest.mark.parametrize(
    ("incoming", "outgoing", "is_whole"),
    [("all", "all", True), ("all", "own", False), ("none", "none", False)],
)
def test_a_view_is_whole_where_both_directions_are(
    incoming: Any, outgoing: Any, *, is_whole: bool
) -> None:
    """To see all of one direction is not enough."""
    view = Visibility(incoming_reach=incoming, outgoing_reach=outgoing)
    assert view.is_whole is is_whole
    assert not Visibility().is_whole


def test_the_version_is_that_of_the_installed_package() -> None:
    """The manifest records who wrote it."""
    assert tool_version() == version("rcaudit") == manifest_of().tool_version


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://Chat.Example.com", "chat.example.com"),
        ("https://chat.example.com/", "chat.example.com"),
        ("https://chat.example.com:443", "chat.example.com"),
        ("http://localhost:80", "localhost"),
        ("http://localhost:443", "localhost:443"),
        ("https://chat.example.com:3000/Team/", "chat.example.com:3000/Team"),
        ("https://[2001:db8::1]:3000/x", "[2001:db8::1]:3000/x"),
        ("https://[::1]", "[::1]"),
    ],
)
def test_a_workspace_is_called_by_its_address(url: str, name: str) -> None:
    """Host, the port where it is no default, and the path prefix."""
    assert workspace_name(url) == name
