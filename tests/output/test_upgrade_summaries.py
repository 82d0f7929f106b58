"""Tables about the upgrade to 9.0."""

from audit_frames import make_frames, scripted
from breaking_scripts import DETACHED_METHOD, HARMLESS, IMPLICIT_GLOBAL, TOO_DEEP, UNDERSCORE

from rcaudit.output import summaries


def by(name, key, source, **fields):
    """Return an integration with this script that this account created."""
    return scripted(key, source, _createdBy={"_id": f"u-{name}", "username": name}, **fields)


def frames(**facts):
    """Return the tables of scripts of every kind."""
    return make_frames(
        by("ada", "a", IMPLICIT_GLOBAL),
        by("ada", "b", UNDERSCORE, enabled=False),
        by("bob", "c", DETACHED_METHOD),
        by("bob", "d", HARMLESS),
        by("bob", "e", TOO_DEEP),
        by("eve", "f", IMPLICIT_GLOBAL, scriptEnabled=False),
        **facts,
    )


def test_counts_scripts_by_verdict_and_moment():
    """Each verdict has a row, also where no script has it."""
    counts = summaries.count_readiness(frames())
    assert counts["total"].to_dict() == {
        "ready": 2,
        "breaks": 2,
        "may break": 1,
        "does not compile": 0,
        "not analysed": 1,
    }
    assert counts.loc["breaks", ["on 9.0", "when switched on"]].tolist() == [1, 1]
    assert counts.loc["ready", "never"] == 2
    assert counts.loc["not analysed", "unknown"] == 1


def test_counts_scripts_that_run_until_they_are_saved():
    """On 9.0, what was migrated still runs as Babel made it."""
    counts = summaries.count_readiness(frames(server_version="9.0.1"))
    assert counts.loc["breaks", "next save"] == 1


def test_counts_causes_with_the_commonest_first():
    """Each is told with its remedy."""
    causes = summaries.count_upgrade_causes(frames())
    assert causes[["scripts", "places"]].to_dict("index") == {
        "implicit_global": {"scripts": 2, "places": 2},
        "removed_engine_global": {"scripts": 1, "places": 2},
        "detached_method": {"scripts": 1, "places": 1},
    }
    assert causes.loc["implicit_global", "fix"].startswith("Declare the name")


def test_counts_the_work_of_each_creator():
    """By effort, and the busiest first."""
    owners = summaries.count_upgrade_owners(frames())
    assert owners.to_dict("index") == {
        "ada": {"quick": 1, "careful": 0, "rewrite": 1, "unknown": 0, "total": 2},
        "bob": {"quick": 0, "careful": 1, "rewrite": 0, "unknown": 1, "total": 2},
        "eve": {"quick": 1, "careful": 0, "rewrite": 0, "unknown": 0, "total": 1},
    }


def test_lists_the_work_in_its_order():
    """A script that needs vm2 is called so, with the moment of that."""
    work = summaries.list_upgrade_work(frames())
    assert work[["name", "effort", "readiness", "when"]].to_numpy().tolist() == [
        ["Builds a", "quick", "breaks", "on 9.0"],
        ["Builds c", "careful", "may break", "on 9.0"],
        ["Builds e", "unknown", "not analysed", ""],
        ["Builds f", "quick", "breaks", "when switched on"],
        ["Builds b", "rewrite", "needs vm2", "when switched on"],
    ]
    assert work.index.tolist() == [1, 2, 3, 4, 5]


def test_lists_the_fixes_in_the_order_of_the_work():
    """A line for each place."""
    fixes = summaries.list_upgrade_fixes(frames())
    assert fixes["name"].tolist() == ["Builds a", "Builds c", "Builds f", "Builds b", "Builds b"]
    assert fixes.iloc[0].tolist() == [
        "Builds a",
        3,
        "text = request.content.text;",
        "`text` is assigned to, but declared nowhere.",
        "declare it: `let text = …`",
    ]


def test_lists_the_names_that_went_with_the_old_engine():
    """With what to use instead."""
    names = summaries.list_removed_names(frames())
    assert names[["scripts", "uses"]].to_dict("index") == {"_": {"scripts": 1, "uses": 2}}


def test_lists_what_was_not_analysed_with_the_reason():
    """The reason is told in rcaudit's own words."""
    (row,) = summaries.list_unanalysed_scripts(frames()).to_dict("records")
    assert row["name"] == "Builds e"
    assert row["message"].startswith("Not analysed: more than")
