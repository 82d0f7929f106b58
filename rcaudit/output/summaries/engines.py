"""Script engines: which run, since when, and which scripts cannot run at all."""

import pandas as pd

from rcaudit.frames.frames import Frames
from rcaudit.output.summaries.columns import describe, is_true
from rcaudit.output.summaries.summary import Summary
from rcaudit.output.tally import NONE

NO_ENGINE = "none named"


def count_script_engines(frames: Frames) -> Summary:
    """Count the scripts that are on, by the engine that their integration names.

    Returns:
        Index `script_engine` (`none named` where there is none), columns `incoming`, `outgoing`,
        `enabled` and `disabled` (of the integration), `oldest` and `newest` (days of creation).
    """
    scripts = active_scripts(frames)
    enabled = is_true(scripts["is_enabled"])
    facts = pd.DataFrame(
        {
            "script_engine": name_engines(scripts),
            "incoming": scripts["direction"] == "incoming",
            "outgoing": scripts["direction"] == "outgoing",
            "enabled": enabled,
            "disabled": ~enabled,
            "created_at": scripts["created_at"],
        }
    )
    groups = facts.groupby("script_engine")
    counts = groups[["incoming", "outgoing", "enabled", "disabled"]].sum().astype("int64")
    for name, days in (
        ("oldest", groups["created_at"].min()),
        ("newest", groups["created_at"].max()),
    ):
        counts[name] = days.dt.strftime("%Y-%m-%d").astype("string[python]").fillna(NONE)
    size = counts["enabled"] + counts["disabled"]
    return Summary(counts.loc[size.sort_values(ascending=False, kind="stable").index])


def list_old_engines(frames: Frames) -> Summary:
    """List the integrations whose script is on and that name vm2 or no engine, oldest save first.

    Before 7.0 a script of no named engine ran in vm2; 7.0 took vm2 out.
    """
    scripts = active_scripts(frames)
    old = scripts.assign(script_engine=name_engines(scripts))
    return describe(
        old.loc[old["script_engine"] != "isolated-vm"],
        (
            *("name", "direction", "is_enabled", "script_engine", "creator_username"),
            *("created_on", "updated_on", "integration_id"),
        ),
        sort_by=("updated_at",),
    )


def list_uncompiled_scripts(frames: Frames) -> Summary:
    """List the integrations whose script is on and that the server could not compile.

    Such a script does nothing, silently. `error` is the first line of the compiler's message.
    """
    scripts = frames.scripts
    broken = scripts.loc[
        is_true(scripts["is_script_enabled"]) & ~is_true(scripts["is_script_compiled"])
    ]
    rows = frames.integrations.merge(
        broken[["integration_id", "script_error_message", "script_size"]], on="integration_id"
    )
    message = rows["script_error_message"].str.split("\n").str[0]
    reason = message.fillna(rows["script_size"].map(_reason_without_error).astype("string[python]"))
    return describe(
        rows.assign(error=reason),
        ("name", "direction", "is_enabled", "error", "creator_username", "integration_id"),
    )


def active_scripts(frames: Frames) -> pd.DataFrame:
    """Return the rows of `integrations` whose script is on."""
    integrations = frames.integrations
    return integrations.loc[is_true(integrations["is_script_enabled"])]


def name_engines(integrations: pd.DataFrame) -> "pd.Series[str]":
    """Return the script engine of each integration, `none named` where there is none."""
    return integrations["script_engine"].astype("string[python]").fillna(NO_ENGINE).astype(object)


def _reason_without_error(size: int) -> str:
    return "there is no compiled script" if size else "the script is empty"
