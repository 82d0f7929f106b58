import pandas as pd
import pytest
from audit_frames import incoming, make_frames, scripted
from breaking_scripts import (
    DETACHED_METHOD,
    HARMLESS,
    IMPLICIT_GLOBAL,
    STRING_HELPERS,
    TIMER,
    TOO_DEEP,
    TOP_LEVEL_STORE,
    UNDERSCORE,
)

import rcaudit
from rcaudit.checks.upgrade import EFFORTS, list_upgrade_places
from rcaudit.snapshot.redaction import Document


def plan_of(*documents: Document, **facts: object) -> pd.DataFrame:
    """Return the plan for these integrations."""
    return rcaudit.plan_upgrade(make_frames(*documents, **facts))


def ids_of(*documents: Document) -> list[str]:
    """Return the ids of the plan for these integrations, in its order."""
    return plan_of(*documents)["integration_id"].tolist()


@pytest.mark.parametrize(
    ("source", "effort"),
    [
        pytest.param(IMPLICIT_GLOBAL, "quick", id="a name to declare"),
        pytest.param(TOP_LEVEL_STORE, "quick", id="a name to change"),
        pytest.param(DETACHED_METHOD, "careful", id="a method to bind"),
        pytest.param(STRING_HELPERS, "careful", id="a call to replace"),
        pytest.param(UNDERSCORE, "rewrite", id="a library that is gone"),
        pytest.param(TOO_DEEP, "unknown", id="a script that nobody can read"),
        pytest.param(
            IMPLICIT_GLOBAL.replace("request.content", "_.first(request.contents)"),
            "rewrite",
            id="the hardest of several counts",
        ),
    ],
)
def test_lists_scripts_with_what_they_ask_for(source: str, effort: str) -> None:
    """Effort is that of the hardest place."""
    plan = plan_of(scripted("a", source))

    assert plan["effort"].tolist() == [effort]


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(scripted("a", HARMLESS), id="a script that is ready"),
        pytest.param(scripted("a", TIMER), id="one that fails in every version"),
        pytest.param(scripted("a", ""), id="an empty one"),
        pytest.param(incoming("a"), id="no script"),
        pytest.param(scripted("a", HARMLESS, scriptEngine="vm2"), id="the engine's name only"),
    ],
)
def test_leaves_out_what_an_upgrade_does_not_touch(document: Document) -> None:
    """No upgrade asks for a change there."""
    assert plan_of(document).empty


def test_says_what_to_do_first() -> None:
    """Place and fix are those of the first line, and the rules are all named."""
    source = IMPLICIT_GLOBAL.replace("return", "for (i = 0; i < 3; i++) {}\n        return")
    plan = plan_of(scripted("a", TOP_LEVEL_STORE), scripted("b", source)).astype(object)
    second = plan.where(plan.notna(), None).iloc[1]

    assert second.to_dict() == {
        "integration_id": "b",
        "name": "Builds b",
        "direction": "incoming",
        "creator_username": "ada",
        "is_on": True,
        "readiness_9": "breaks",
        "readiness_9_when": "on_9",
        "readiness_7": "ready",
        "readiness_7_when": None,
        "effort": "quick",
        "place_count": 2,
        "rules": "implicit_global",
        "line": 3,
        "fix": "declare it: `let text = …`",
        "copy_count": 0,
    }


def test_the_quickest_come_first_and_what_is_off_last() -> None:
    """Then those with fewer places, then by name."""
    two_places = IMPLICIT_GLOBAL.replace("return", "i = 1;\n        return")

    assert ids_of(
        scripted("a", IMPLICIT_GLOBAL, scriptEnabled=False),
        scripted("b", IMPLICIT_GLOBAL, enabled=False),
        scripted("c", TOO_DEEP),
        scripted("d", UNDERSCORE),
        scripted("e", two_places),
        scripted("f", IMPLICIT_GLOBAL, name="Zebra"),
        scripted("g", IMPLICIT_GLOBAL, name="Ant"),
    ) == ["g", "f", "e", "d", "c", "a", "b"]


def test_counts_copies_of_the_same_text() -> None:
    """What is corrected once can be pasted into the others."""
    plan = plan_of(
        scripted("a", IMPLICIT_GLOBAL), scripted("b", IMPLICIT_GLOBAL), scripted("c", UNDERSCORE)
    )

    assert plan.set_index("integration_id")["copy_count"].to_dict() == {"a": 1, "b": 1, "c": 0}


def test_scripts_that_were_left_out_are_listed_as_unknown() -> None:
    """What nobody could read is no pass."""
    plan = plan_of(scripted("a", HARMLESS), keep_scripts=False)

    assert plan["readiness_9"].tolist() == ["not_analysed"]
    assert plan["effort"].tolist() == ["unknown"]
    assert plan["place_count"].tolist() == [0]


def test_columns_and_dtypes_do_not_depend_on_the_scripts() -> None:
    """An empty plan has the columns of a full one; efforts can be compared."""
    empty, full = plan_of(), plan_of(scripted("a", IMPLICIT_GLOBAL), scripted("b", TOO_DEEP))

    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert full["effort"].cat.categories.tolist() == list(EFFORTS)
    assert (full["effort"] > "careful").tolist() == [False, True]


def test_places_are_the_hits_that_an_upgrade_asks_for() -> None:
    """What fails in every version is not among them."""
    source = TIMER.replace("const text", "text")
    places = list_upgrade_places(make_frames(scripted("a", source)))

    assert places["rule"].tolist() == ["implicit_global"]
