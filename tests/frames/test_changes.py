from typing import Any

import pandas as pd
import pytest
from audit_frames import incoming, outgoing
from hypothesis import given, settings
from hypothesis import strategies as st
from two_snapshots import MONDAY, TUESDAY, night, snapshot_of, told

import rcaudit
from rcaudit.demo.sample import load_sample_workspace
from rcaudit.frames.changes import diff_snapshots
from rcaudit.frames.diff import Diff
from rcaudit.frames.schema import CHANGES, INTEGRATIONS
from rcaudit.snapshot.redaction import Document
from rcaudit.snapshot.snapshot import Snapshot

REPEATED = {
    *("has_script", "channel_count", "url_count", "trigger_word_count"),
    *("detail", "malformed_fields"),
}
COMPARED = [column for column in INTEGRATIONS.columns if column.name not in REPEATED]

texts = st.sampled_from(["", "a", "#b", "c d", "Ünïcode\n\u202e", "=1+1"])
times = st.sampled_from(["2026-10-01T08:00:00.000Z", "2026-11-02T08:00:00.250Z", None])
fields = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["webhook-incoming", "webhook-outgoing", "webhook-other"]),
        "name": texts,
        "enabled": st.sampled_from([True, False, None, "perhaps"]),
        "event": st.sampled_from(["sendMessage", "roomCreated"]),
        "_createdBy": st.sampled_from([{"_id": "1", "username": "ann"}, {"_id": "2"}, None]),
        "_updatedAt": times,
        "channel": st.lists(texts, max_size=3),
        "urls": st.lists(st.sampled_from(["https://a.example/x", "http://b", ""]), max_size=3),
        "triggerWords": st.lists(texts, max_size=3),
        "scriptEnabled": st.booleans(),
        "script": st.sampled_from(["", "x = 1", "x = 1\ny = 2"]),
        "retryCount": st.integers(0, 2),
        "token": st.sampled_from(["aB3dE5gH7jK9mN1pQ", "zY8xW6vU4tS2rQ0pO-long"]),
        "other": texts,
    },
)
A_FEW = settings(max_examples=25, deadline=None)  # each makes the tables of two snapshots
documents = st.dictionaries(st.sampled_from(list("abcd")), fields)


def snapshot(described: dict[str, dict[str, Any]]) -> Snapshot:
    """Return a snapshot of documents that are described by id."""
    return snapshot_of(*(incoming(key, **own) for key, own in sorted(described.items())))


@A_FEW
@given(documents)
def test_nothing_changes_from_a_snapshot_to_itself(described: dict[str, Document]) -> None:
    """No changes, no notes, and the same columns and dtypes as ever."""
    diff = night(snapshot(described), snapshot(described))

    assert diff.changes.empty
    assert diff.notes == ()
    assert list(diff.changes) == [column.name for column in CHANGES.columns]
    assert sum(diff.counts().values()) == 0


@A_FEW
@given(documents, documents)
def test_the_way_back_is_the_way_there_turned_round(
    old: dict[str, Document], new: dict[str, Document]
) -> None:
    """Added and removed swap, and so do the values."""
    there = night(snapshot(old), snapshot(new))
    back = night(snapshot(new), snapshot(old))

    assert sorted(map(str, told(there))) == sorted(
        str((key, field, after, before)) for key, field, before, after in told(back)
    )
    pd.testing.assert_frame_equal(there.added, back.removed)
    pd.testing.assert_frame_equal(there.removed, back.added)


@A_FEW
@given(documents, documents)
def test_tells_each_changed_field_once(old: dict[str, Document], new: dict[str, Document]) -> None:
    """A field has one row and two values that differ; a list has one for each entry."""
    changes = night(snapshot(old), snapshot(new)).changes
    fields = changes[changes["table"].isin(["integrations", "scripts"])]

    assert not fields.duplicated(["integration_id", "field"]).any()
    changed = changes[changes["field"].notna()]
    assert (changed["old"].fillna("\0") != changed["new"].fillna("\0")).all()
    whole = changes[changes["field"].isna()]
    assert whole["integration_id"].is_unique
    assert set(whole["integration_id"]) == old.keys() ^ new.keys()
    assert changes["integration_id"].is_monotonic_increasing


@A_FEW
@given(documents, documents)
def test_the_older_table_with_the_changes_is_the_newer_one(
    old: dict[str, Document], new: dict[str, Document]
) -> None:
    """Nothing is missing from the changes: applied to `integrations`, they lead to the newer."""
    before, after = snapshot(old), snapshot(new)
    diff = night(before, after)

    assert applied(in_words(before.frames.integrations), diff) == in_words(
        after.frames.integrations
    )


def test_tells_all_that_differs_whatever_documents_hold() -> None:
    """In the sample, which has every odd shape, each integration becomes its neighbour."""
    documents = sorted(load_sample_workspace().integrations, key=lambda one: str(one["_id"]))
    neighbours = [*documents[1:], documents[0]]
    before = snapshot_of(*documents)
    after = snapshot_of(
        *(other | {"_id": one["_id"]} for one, other in zip(documents, neighbours, strict=True))
    )
    diff = night(before, after)

    assert applied(in_words(before.frames.integrations), diff) == in_words(
        after.frames.integrations
    )
    assert night(before, before).changes.empty


def applied(table: dict[str, dict[str, str]], diff: Diff) -> dict[str, dict[str, str]]:
    """Return the rows of `integrations` by id after the changes."""
    gone = set(diff.removed["integration_id"])
    rows = {key: row for key, row in table.items() if key not in gone} | in_words(diff.added)
    fields = diff.changes[
        (diff.changes["table"] == "integrations") & (diff.changes["change"] == "changed")
    ]
    for key, field, old, new in told(Diff(fields, *[None] * 5)):  # type: ignore[arg-type]
        assert rows[key][field] == (old or "")
        rows[key][field] = new or ""
    return rows


def in_words(integrations: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the compared columns by id as texts; what is missing is empty."""
    return {
        row["integration_id"]: {column.name: in_word(row[column.name]) for column in COMPARED}
        for row in integrations.to_dict("records")
    }


def in_word(value: Any) -> str:
    """Return a value as the changes tell it."""
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, pd.Timestamp):
        return f"{value.isoformat(timespec='milliseconds').removesuffix('+00:00')}Z"
    return str(value)


def test_a_row_says_whose_it_is_and_when_it_was_saved() -> None:
    """The newer name, direction and time, or the older ones of what is gone."""
    old = snapshot_of(outgoing("a", name="Old"), incoming("b", name="Gone", channel=[]))
    new = snapshot_of(outgoing("a", name="New", _updatedAt="2026-11-02T08:00:00.000Z"))

    changes = night(old, new).changes

    assert changes["integration_name"].tolist() == ["New", "New", "Gone"]
    assert changes["direction"].tolist() == ["outgoing", "outgoing", "incoming"]
    assert changes["change"].tolist() == ["changed", "changed", "removed"]
    assert changes["workspace"].unique().tolist() == ["chat.example.org"]
    assert changes["updated_at"].dt.strftime("%d.%m.").tolist() == ["02.11.", "02.11.", "01.10."]


@pytest.mark.parametrize(
    ("documents", "rows"),
    [
        pytest.param(
            ([], [outgoing("a", channel=["#b"])]),
            [
                ("a", "channel", None, "#b"),
                ("a", None, None, None),
                ("a", "trigger_word", None, "!ticket"),
                ("a", "url", None, "https://tickets.example.org/from-chat"),
            ],
            id="added",
        ),
        pytest.param(
            ([incoming("a", channel=["#b", "#b"])], []),
            [
                ("a", "channel", "#b", None),
                ("a", "channel", "#b", None),
                ("a", None, None, None),
            ],
            id="removed",
        ),
    ],
)
def test_a_whole_integration_has_its_entries_with_it(
    documents: tuple[list[Document], list[Document]], rows: list[tuple[str | None, ...]]
) -> None:
    """Where it sends, and what it hears, is what an auditor asks of a new one."""
    old, new = documents

    assert told(night(snapshot_of(*old), snapshot_of(*new))) == rows


def test_has_the_dtypes_of_the_schema_with_rows_and_without() -> None:
    """Whatever changed."""
    for new in (snapshot_of(), snapshot_of(incoming("a"))):
        dtypes = night(snapshot_of(), new).changes.dtypes
        assert [str(dtype).split("[")[0] for dtype in dtypes] == [
            column.dtype.split("[")[0] for column in CHANGES.columns
        ]


def test_refuses_snapshots_of_different_workspaces() -> None:
    """Every integration would have been removed and added."""
    with pytest.raises(rcaudit.ConfigError, match=r"workspaces, a\.example and b\.example"):
        diff_snapshots(snapshot_of(workspace="a.example"), snapshot_of(workspace="b.example"))


def test_leaves_out_documents_that_no_id_tells_apart() -> None:
    """Two of one id, or one of none, are not compared; a note counts them."""
    old = snapshot_of(incoming("a"), incoming("a", name="twin"), incoming("b"))
    new = snapshot_of(incoming("a"), incoming("b", _id=None), incoming("b", enabled=False))

    diff = night(old, new)

    assert told(diff) == [("b", "is_enabled", "true", "false")]
    assert diff.notes == ("Documents without an id of their own are not compared: 4 of them.",)


def test_is_public() -> None:
    """An analyst finds both names where the others are."""
    diff = rcaudit.diff_snapshots(snapshot_of(taken_at=MONDAY), snapshot_of(taken_at=TUESDAY))

    assert isinstance(diff, rcaudit.Diff)
