"""Tables that answer an auditor's questions."""

from dataclasses import replace

import pytest
from audit_frames import incoming, make_frames, outgoing, scripted

import rcaudit
from rcaudit.snapshot.manifest import Counts, Gap, Visibility

summaries = rcaudit.summaries
FUNCTIONS = [name for name in summaries.__all__ if name != "Summary"]


def by(key: str, name: str, **fields: object) -> dict[str, object]:
    """Return an incoming integration that this account created."""
    return incoming(key, _createdBy={"_id": f"u-{name}", "username": name}, **fields)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_answers_for_a_workspace_without_integrations(name: str):
    """There is nothing to list, and the columns are the same as ever."""
    empty = getattr(summaries, name)(make_frames())
    full = getattr(summaries, name)(make_frames(scripted("a"), outgoing("b")))
    assert list(empty.columns) == list(full.columns)
    assert empty._repr_html_().startswith("<table")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_stays_a_summary_when_it_is_cut(name: str):
    """The first rows are shown as the whole is."""
    table = getattr(summaries, name)(make_frames(scripted("a"), outgoing("b")))
    assert isinstance(table.head(1), summaries.Summary)


def test_counts_integrations_by_direction():
    """Those of no known direction have a row only where there are any."""
    frames = make_frames(
        scripted("a"), incoming("b", enabled=False), outgoing("c"), incoming("d", type="webhook-x")
    )
    counts = summaries.count_integrations(frames)
    assert counts.to_dict("index") == {
        "incoming": {"enabled": 1, "disabled": 1, "with_active_script": 1, "total": 2},
        "outgoing": {"enabled": 1, "disabled": 0, "with_active_script": 0, "total": 1},
        "(none)": {"enabled": 1, "disabled": 0, "with_active_script": 0, "total": 1},
        "all": {"enabled": 3, "disabled": 1, "with_active_script": 1, "total": 4},
    }
    assert "(none)" not in summaries.count_integrations(make_frames(incoming())).index


def test_says_that_a_view_is_complete():
    """What the server counts is unknown where it does not tell."""
    answers = summaries.list_completeness(make_frames(incoming())).set_index("what")["answer"]
    assert answers["complete"] == "yes, as far as the server tells"
    assert answers["integrations in the snapshot"] == "1"
    assert answers["integrations that the server counts"].startswith("unknown")
    assert answers["texts of scripts"] == "kept"


def test_says_what_a_view_lacks():
    """Every gap is a line, in the manifest's own words."""
    frames = make_frames(
        incoming(),
        keep_scripts=False,
        gaps=(Gap(code="visibility", message="you see 1 of 2"),),
        visibility=Visibility(incoming_reach="own", outgoing_reach="none", total=2),
        counts=Counts(listed=1),
    )
    table = summaries.list_completeness(frames)
    answers = table.set_index("what")["answer"]
    assert answers["complete"] == "no"
    assert answers["incoming integrations that the account sees"].startswith("only those")
    assert answers["integrations that the server counts"] == "2"
    assert answers["texts of scripts"] == "left out"
    assert answers["missing"] == "you see 1 of 2"


def test_lists_where_to_look_first():
    """Each line counts integrations, not rows, and names a notebook that there is."""
    frames = make_frames(
        outgoing("a", urls=["http://one.example.org/", "http://two.example.org/"]),
        scripted("b", scriptEngine="vm2"),
    )
    table = summaries.list_questions(frames)
    assert dict(zip(table["which"], table["integrations"], strict=True)) == {
        "run on vm2, or name no engine": 1,
        "have a script that does not compile": 0,
        "have been disabled for over a year": 0,
        "have no known creator": 0,
        "see more than the channels that they name": 0,
        "send in cleartext, or to an internal host": 1,
    }


def test_counts_script_engines_by_state_and_age():
    """The commonest engine is first; a script that is off does not count."""
    frames = make_frames(
        scripted("a", _createdAt="2020-01-01T00:00:00.000Z"),
        scripted("b", enabled=False, type="webhook-outgoing"),
        scripted("c", scriptEngine=None, _createdAt=None),
        scripted("d", scriptEnabled=False),
    )
    counts = summaries.count_script_engines(frames)
    assert counts.to_dict("index") == {
        "isolated-vm": {
            "incoming": 1,
            "outgoing": 1,
            "enabled": 1,
            "disabled": 1,
            "oldest": "2020-01-01",
            "newest": "2026-01-10",
        },
        "none named": {
            "incoming": 1,
            "outgoing": 0,
            "enabled": 1,
            "disabled": 0,
            "oldest": "(none)",
            "newest": "(none)",
        },
    }


def test_lists_what_stands_on_vm2_oldest_save_first():
    """What names no engine was written for vm2 too."""
    frames = make_frames(
        scripted("a", scriptEngine="vm2", _updatedAt="2022-01-01T00:00:00.000Z"),
        scripted("b", scriptEngine=None, _updatedAt="2021-01-01T00:00:00.000Z"),
        scripted("c"),
        scripted("d", scriptEngine="vm2", scriptEnabled=False),
    )
    table = summaries.list_old_engines(frames)
    assert table["integration_id"].tolist() == ["b", "a"]
    assert table["script_engine"].tolist() == ["none named", "vm2"]
    assert table.index.tolist() == [1, 2]


def test_lists_scripts_that_do_not_compile_with_the_reason():
    """The first line of the compiler's message is enough."""
    error = {"name": "SyntaxError", "message": "Unexpected token\n> 3 | ]", "stack": ""}
    frames = make_frames(
        scripted("a", scriptError=error, name="first"),
        scripted("b", scriptCompiled=None, name="second"),
        scripted("c", script="", scriptCompiled=None, name="third"),
        scripted("d", scriptError=error, scriptEnabled=False),
        scripted("e"),
    )
    table = summaries.list_uncompiled_scripts(frames)
    assert dict(zip(table["integration_id"], table["error"], strict=True)) == {
        "a": "Unexpected token",
        "b": "there is no compiled script",
        "c": "the script is empty",
    }


def test_counts_states_with_their_share():
    """What is not known to be on counts as off."""
    frames = make_frames(incoming("a"), incoming("b", enabled=None), incoming("c"))
    assert summaries.count_states(frames).to_dict("index") == {
        "incoming": {"enabled": 2, "disabled": 1, "share_enabled": 67}
    }


@pytest.mark.parametrize(
    ("fields", "days", "is_listed"),
    [
        pytest.param({"_updatedAt": "2025-11-01T03:00:00.000Z"}, 365, True, id="just long enough"),
        pytest.param({"_updatedAt": "2025-11-01T03:00:00.001Z"}, 365, False, id="not yet so long"),
        pytest.param({"_updatedAt": "2026-10-01T00:00:00.000Z"}, 30, True, id="by other measure"),
        pytest.param({"_updatedAt": None}, 200, True, id="never saved but made"),
        pytest.param(
            {"_updatedAt": "2020-01-01T00:00:00.000Z", "enabled": True}, 365, False, id="it is on"
        ),
        pytest.param({"_updatedAt": None, "_createdAt": None}, 0, False, id="without a date"),
    ],
)
def test_lists_what_has_been_off_for_long(fields: dict[str, object], days: int, is_listed: bool):
    """Long is what nobody saved for so many days before the snapshot."""
    frames = make_frames(incoming("a", **({"enabled": False} | fields)))
    assert (len(summaries.list_long_disabled(frames, days=days)) == 1) == is_listed


@pytest.mark.parametrize(
    ("fields", "is_listed"),
    [
        pytest.param({"_updatedAt": "2020-05-01T08:00:00.007Z"}, True, id="saved once"),
        pytest.param({"_updatedAt": None}, True, id="without a time of saving"),
        pytest.param({"_updatedAt": "2020-05-01T08:02:00.000Z"}, False, id="saved twice"),
        pytest.param({"enabled": False}, False, id="it is off"),
        pytest.param(
            {"_createdAt": "2026-05-01T08:00:00.000Z", "_updatedAt": "2026-05-01T08:00:00.007Z"},
            False,
            id="it is new",
        ),
    ],
)
def test_lists_what_nobody_touched(fields: dict[str, object], is_listed: bool):
    """The server writes both times when an integration is made, some milliseconds apart."""
    made = {"_createdAt": "2020-05-01T08:00:00.000Z", "_updatedAt": "2020-05-01T08:00:00.004Z"}
    frames = make_frames(incoming("a", **(made | fields)))
    assert (len(summaries.list_never_touched(frames)) == 1) == is_listed


def test_counts_creators_by_what_is_asked():
    """Sorted by all that they made, or by what is off today."""
    frames = make_frames(
        by("a", "ada"),
        by("b", "ada"),
        by("c", "bob", enabled=False),
        incoming("d", _createdBy=None),
    )
    assert summaries.count_creators(frames).index.tolist() == ["ada", "(none)", "bob"]
    assert summaries.count_creators(frames, by="disabled").index[0] == "bob"


def test_lists_how_much_hangs_on_the_first_accounts():
    """The share is of all integrations, those of no known creator among them."""
    frames = make_frames(
        *(by(f"a{number}", "ada") for number in range(5)),
        *(by(f"b{number}", "bob") for number in range(2)),
        by("c", "cy"),
        by("d", "dee"),
        incoming("e", _createdBy=None),
    )
    assert summaries.list_concentration(frames).to_dict("records") == [
        {"accounts": 1, "integrations": 5, "share": 50},
        {"accounts": 3, "integrations": 8, "share": 80},
        {"accounts": 4, "integrations": 9, "share": 90},
    ]


@pytest.mark.parametrize(
    ("creator", "is_listed"),
    [
        pytest.param(None, True, id="no creator"),
        pytest.param({"_id": "", "username": ""}, True, id="an empty one"),
        pytest.param({"_id": "u-ada"}, False, id="an id only"),
        pytest.param({"username": "ada"}, False, id="a name only"),
    ],
)
def test_lists_what_nobody_owns(creator: dict[str, str] | None, is_listed: bool):
    """An owner is anyone who can be asked."""
    table = summaries.list_ownerless(make_frames(incoming(_createdBy=creator)))
    assert (len(table) == 1) == is_listed


def test_lists_accounts_that_others_post_as():
    """An account that posts as itself is no surprise."""
    frames = make_frames(
        by("a", "ada"),
        by("b", "bob", enabled=False),
        by("c", "ada", username="ada", userId="u-ada"),
    )
    assert summaries.list_other_posters(frames).to_dict("records") == [
        {"poster": "build.bot", "creators": 2, "integrations": 2, "enabled": 1}
    ]


def test_counts_what_stops_with_an_account():
    """Only what is on can stop; what an account made is said beside it."""
    frames = make_frames(
        by("a", "ada", username="bob", userId="u-bob"),
        by("b", "bob", enabled=False),
        outgoing("c", _createdBy={"_id": "u-bob", "username": "bob"}),
        incoming("d", username=None, userId=None),
    )
    assert summaries.count_posters(frames).to_dict("index") == {
        "bob": {"stops": 1, "incoming": 1, "outgoing": 0, "is_creator_of": 2},
        "build.bot": {"stops": 1, "incoming": 0, "outgoing": 1, "is_creator_of": 0},
    }


def test_counts_the_channels_that_are_listened_to():
    """Where an incoming integration posts is not listened to."""
    frames = make_frames(
        outgoing("a", channel=["#one", "#two"]),
        outgoing("b", channel=["#two"], enabled=False),
        incoming("c", channel=["#one"]),
    )
    assert summaries.count_channels(frames).to_dict("index") == {
        "#two": {"enabled": 1, "disabled": 1, "total": 2},
        "#one": {"enabled": 1, "disabled": 0, "total": 1},
    }


def test_counts_trigger_words_and_what_needs_none():
    """Only messages have trigger words; a blank one never matches."""
    frames = make_frames(
        outgoing("a", triggerWords=["!one", " "]),
        outgoing("b", triggerWords=[""]),
        outgoing("c", triggerWords=[], enabled=False),
        outgoing("d", event="userCreated", triggerWords=[]),
    )
    assert summaries.count_trigger_words(frames).to_dict("index") == {
        "(none)": {"enabled": 1, "disabled": 1, "total": 2},
        "!one": {"enabled": 1, "disabled": 0, "total": 1},
    }


def test_lists_what_sees_more_than_it_names():
    """One row for each integration, with all that it sees and all hosts that it sends to."""
    frames = make_frames(
        outgoing(
            "a",
            channel=["all_public_channels", "all_private_groups", "#one"],
            urls=["https://b.example.org/", "https://a.example.org/", "https://a.example.org/2"],
        ),
        outgoing("b", event="roomCreated", urls=["nonsense"]),
        outgoing("c", event="userCreated", urls=[]),
        outgoing("d", channel=["#one", "@bob"]),
    )
    table = summaries.list_wide_views(frames).set_index("integration_id")
    assert table["sees"].to_dict() == {
        "a": "all private groups, all public channels",
        "b": "whole workspace",
        "c": "whole workspace",
    }
    assert table["sends_to"].to_dict() == {
        "a": "a.example.org, b.example.org",
        "b": "(none)",
        "c": "(none)",
    }


@pytest.mark.parametrize(
    ("url", "kind", "is_cleartext"),
    [
        pytest.param("http://one.example.org/", "public", True, id="cleartext"),
        pytest.param("https://10.0.0.1/", "private", False, id="an internal address"),
        pytest.param("http://localhost/", "loopback", True, id="both"),
        pytest.param("https://internal/", "single label", False, id="a name of the own network"),
    ],
)
def test_lists_risky_destinations(url: str, kind: str, is_cleartext: bool):
    """What is cleartext or internal is listed with the kind of its host."""
    table = summaries.list_risky_destinations(make_frames(outgoing(urls=[url])))
    assert table[["kind_of_host", "is_cleartext"]].to_dict("records") == [
        {"kind_of_host": kind, "is_cleartext": is_cleartext}
    ]


@pytest.mark.parametrize("url", ["https://one.example.org/", "nonsense"])
def test_lists_no_other_destinations(url: str):
    """A public host over TLS is what is wanted; an address without a host leads nowhere."""
    assert summaries.list_risky_destinations(make_frames(outgoing(urls=[url]))).empty


def test_counts_of_a_snapshot_are_the_tables_own():
    """`taken_at` is the now of every summary, not the clock."""
    frames = make_frames(incoming(enabled=False))
    later = make_frames(incoming(enabled=False))
    later.manifest = replace(later.manifest, taken_at=later.manifest.taken_at.replace(year=2030))
    assert summaries.list_long_disabled(frames).empty
    assert len(summaries.list_long_disabled(later)) == 1
