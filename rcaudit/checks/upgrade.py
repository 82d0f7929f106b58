"""The work before an upgrade: which scripts need a hand, and how much of one."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

import pandas as pd

from rcaudit.checks.finding import is_false, is_true
from rcaudit.checks.sources import LOST_WITH_VM2
from rcaudit.frames.frames import Frames

Effort = Literal["quick", "careful", "rewrite", "unknown"]

EFFORTS: Final[Mapping[Effort, str]] = MappingProxyType(
    {
        "quick": "a line to change, without reading the rest",
        "careful": "a place to understand before it is changed",
        "rewrite": "something to replace that is gone",
        "unknown": "a script that could not be analysed",
    }
)
"""What a script asks of whoever repairs it, the least first."""

_READINESS = ("readiness_9", "readiness_9_when", "readiness_7", "readiness_7_when")
_QUICK = (
    *("implicit_global", "maybe_implicit_global", "last_line_comment", "missing_last_semicolon"),
    *("read_only_write", "global_property_of_lexical", "literal_property_write"),
    *("top_level_return", "top_level_store"),
)
_NEEDED = ("breaks", "may_break", "does_not_compile")
_RANKS: Final = {effort: rank for rank, effort in enumerate(EFFORTS)}
_EFFORT_DTYPE: Final[Any] = pd.CategoricalDtype(list(EFFORTS), ordered=True)


def plan_upgrade(frames: Frames) -> pd.DataFrame:
    """Return the work to do before an upgrade to 9.0: one row per script, the quickest first.

    Scripts are listed that break or may break on 9.0, that do not compile, that use what went with
    the engine vm2, or that could not be analysed. Those that are off stand at the end.

    Returns:
        Columns `integration_id`, `name`, `direction`, `creator_username`; `is_on` (script and
        integration); `readiness_9`, `readiness_9_when`, `readiness_7` and `readiness_7_when`, as in
        `scripts`; `effort`, an ordered categorical of the keys of `EFFORTS`; `place_count`; `rules`
        (slugs, with commas between); `line` and `fix` of the first place; and `copy_count`, how
        many more of the listed scripts have the same text.
    """
    scripts = frames.scripts.drop_duplicates("integration_id").set_index("integration_id")
    places = list_upgrade_places(frames)
    groups = places.groupby("integration_id", sort=False)
    unread = scripts[(scripts["readiness_9"] == "not_analysed") & (scripts["script_size"] > 0)]
    plan = groups.agg(
        rank=("rank", "max"),
        place_count=("line", "size"),
        rules=("rule", lambda slugs: ", ".join(sorted(set(slugs)))),
        line=("line", "first"),
        fix=("fix", "first"),
    )
    plan = plan.reindex(plan.index.append(unread.index.difference(plan.index)))
    ranks = plan["rank"].fillna(_RANKS["unknown"])
    plan["effort"] = ranks.map(dict(enumerate(EFFORTS))).astype(_EFFORT_DTYPE)
    plan["place_count"] = plan["place_count"].fillna(0).astype("Int64")
    for name in ("direction", *_READINESS, "script_sha256"):
        plan[name] = scripts[name].astype(object).reindex(plan.index)
    plan["is_on"] = _is_on(scripts).reindex(plan.index).astype(bool)
    integrations = frames.integrations.drop_duplicates("integration_id")
    known = integrations.set_index("integration_id").reindex(plan.index)
    plan["name"], plan["creator_username"] = known["name"], known["creator_username"]
    copies = plan.groupby("script_sha256")["place_count"].transform("size") - 1
    plan["copy_count"] = copies.fillna(0).astype("Int64")
    plan = plan.rename_axis("integration_id").reset_index()
    plan = plan.sort_values(
        ["is_on", "effort", "place_count", "name", "integration_id"],
        ascending=[False, True, True, True, True],
        ignore_index=True,
    )
    return plan[list(_DTYPES)].astype(_DTYPES)


def list_upgrade_places(frames: Frames) -> pd.DataFrame:
    """Return the rows of `script_hits` that an upgrade to 9.0 asks to be changed, with `rank`."""
    hits = frames.script_hits
    needed = hits["effect"].isin(_NEEDED) | hits["rule"].isin(LOST_WITH_VM2)
    places = hits[needed]
    rules = places["rule"].astype(object)
    rank = pd.Series(_RANKS["careful"], index=places.index)
    rank = rank.mask(rules.isin(_QUICK), _RANKS["quick"])
    return places.assign(
        rule=rules, rank=rank.mask(rules == "removed_engine_global", _RANKS["rewrite"])
    )


def _is_on(scripts: pd.DataFrame) -> "pd.Series[bool]":
    return is_true(scripts["is_script_enabled"]) & ~is_false(scripts["is_integration_enabled"])


_DTYPES: Final[dict[str, Any]] = {
    "integration_id": "string[python]",
    "name": "string[python]",
    "direction": "string[python]",
    "creator_username": "string[python]",
    "is_on": "bool",
    **dict.fromkeys(_READINESS, "string[python]"),
    "effort": _EFFORT_DTYPE,
    "place_count": "Int64",
    "rules": "string[python]",
    "line": "Int64",
    "fix": "string[python]",
    "copy_count": "Int64",
}
