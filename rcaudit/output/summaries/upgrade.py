"""The upgrade to 9.0: which scripts break, where and whose they are, and what to write."""

import pandas as pd

from rcaudit.checks.sources import LOST_WITH_VM2
from rcaudit.checks.upgrade import EFFORTS, list_upgrade_places, plan_upgrade
from rcaudit.frames.frames import Frames
from rcaudit.output.summaries.columns import account_names, number
from rcaudit.output.summaries.summary import Summary
from rcaudit.output.tally import as_text, tally
from rcaudit.scripts import RULES, VERDICTS

_MOMENTS = {
    "now": "now",
    "next_save": "next save",
    "on_9": "on 9.0",
    "on_7": "on 7.0",
    "when_enabled": "when switched on",
}
_NEVER, _UNKNOWN = "never", "unknown"


def count_readiness(frames: Frames) -> Summary:
    """Count the scripts by what becomes of them on 9.0, and from when on.

    Returns:
        Index `readiness`, columns `never`, `now`, `next save` (on 9.0, where a script that was
        migrated still runs as before), `on 9.0`, `when switched on`, `unknown` and `total`.
    """
    scripts = frames.scripts
    verdicts = scripts["readiness_9"].astype(object)
    otherwise = verdicts.map({"not_analysed": _UNKNOWN}).fillna(_NEVER)
    moments = scripts["readiness_9_when"].astype(object).map(_MOMENTS).fillna(otherwise)
    counts = tally(
        verdicts,
        moments,
        (_NEVER, *(words for code, words in _MOMENTS.items() if code != "on_7"), _UNKNOWN),
    )
    counts = counts.reindex(index=[*VERDICTS], fill_value=0)
    counts.index = counts.index.str.replace("_", " ").rename("readiness")
    return Summary(counts.assign(total=counts.sum(axis="columns")))


def count_upgrade_causes(frames: Frames) -> Summary:
    """Count what has to change before 9.0, by rule: places and scripts, the commonest first."""
    places = list_upgrade_places(frames)
    counts = places.groupby("rule").agg(
        scripts=("integration_id", "nunique"), places=("line", "size")
    )
    counts = counts.sort_values(["scripts", "places"], ascending=False, kind="stable")
    rules = [RULES[slug] for slug in counts.index]
    table = counts.astype("int64").assign(
        what=[rule.title for rule in rules], fix=[rule.fix for rule in rules]
    )
    return Summary(table[["what", "scripts", "places", "fix"]].rename_axis("rule"))


def count_upgrade_owners(frames: Frames) -> Summary:
    """Count the scripts that have to change before 9.0, by their creators and by effort."""
    plan = plan_upgrade(frames)
    integrations = frames.integrations.drop_duplicates("integration_id")
    rows = integrations.merge(plan[["integration_id", "effort"]], on="integration_id")
    counts = tally(account_names(rows, "creator"), rows["effort"], tuple(EFFORTS))
    counts = counts.assign(total=counts.sum(axis="columns"))
    return Summary(counts.rename_axis("creator"))


def list_upgrade_work(frames: Frames) -> Summary:
    """List the scripts that have to change before 9.0, as `rcaudit.plan_upgrade` sorts them."""
    plan = plan_upgrade(frames)
    is_of_7 = plan["readiness_9"] == "ready"
    moments = plan["readiness_9_when"].mask(is_of_7, plan["readiness_7_when"])
    table = pd.DataFrame(
        {
            "name": as_text(plan["name"]),
            "effort": plan["effort"].astype(object),
            "places": plan["place_count"],
            "readiness": plan["readiness_9"].str.replace("_", " ").mask(is_of_7, "needs vm2"),
            "when": moments.astype(object).map(_MOMENTS).fillna(""),
            "first_line": plan["line"],
            "creator": as_text(plan["creator_username"]),
            "integration_id": as_text(plan["integration_id"]),
        }
    )
    return number(table)


def list_upgrade_fixes(frames: Frames) -> Summary:
    """List every place to change before 9.0, in the order of the work, with what to write."""
    plan = plan_upgrade(frames)
    order = pd.Series(range(len(plan)), index=plan["integration_id"])
    places = list_upgrade_places(frames)
    places = places.assign(order=places["integration_id"].map(order)).sort_values(
        ["order", "line", "column"], kind="stable"
    )
    names = plan.set_index("integration_id")["name"]
    table = pd.DataFrame(
        {
            "name": as_text(places["integration_id"].map(names)),
            "line": places["line"],
            "source_line": places["source_line"],
            "message": places["message"],
            "fix": places["fix"],
        }
    )
    return number(table)


def list_removed_names(frames: Frames) -> Summary:
    """List the names that scripts use and that went with vm2: uses, scripts, and what instead."""
    hits = frames.script_hits
    lost = hits[hits["rule"].isin(LOST_WITH_VM2)]
    table = lost.groupby("name").agg(
        scripts=("integration_id", "nunique"), uses=("line", "size"), fix=("fix", "first")
    )
    table = table.sort_values(["scripts", "uses"], ascending=False, kind="stable")
    return Summary(table)


def list_unanalysed_scripts(frames: Frames) -> Summary:
    """List the scripts of which nobody knows what becomes of them, and why."""
    plan = plan_upgrade(frames)
    unread = plan[plan["readiness_9"] == "not_analysed"]
    scripts = frames.scripts.drop_duplicates("integration_id").set_index("integration_id")
    reasons = unread["integration_id"].map(scripts["readiness_9_reason"].astype(object))
    table = pd.DataFrame(
        {
            "name": as_text(unread["name"]),
            "message": as_text(reasons),
            "integration_id": as_text(unread["integration_id"]),
        }
    )
    return number(table)
