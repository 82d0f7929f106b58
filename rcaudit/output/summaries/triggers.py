"""Outgoing integrations: what they see, what triggers them, and where they send it."""

import pandas as pd

from rcaudit.frames.frames import Frames
from rcaudit.output.scopes import find_event_scopes
from rcaudit.output.summaries.columns import describe
from rcaudit.output.summaries.summary import Summary
from rcaudit.output.tally import NONE, as_text, status, tally

_WIDE = ("all public channels", "all private groups", "all direct messages", "whole workspace")


def count_channels(frames: Frames) -> Summary:
    """Count the outgoing integrations that listen to each channel.

    Returns:
        Index `channel`, columns `enabled`, `disabled` and `total`, the largest first.
    """
    rows = frames.channels.merge(_outgoing(frames), on="integration_id")
    return _count_by(rows, "channel")


def count_trigger_words(frames: Frames) -> Summary:
    """Count the outgoing integrations that have each trigger word.

    Returns:
        Index `trigger_word` (`(none)` for those that take every message), columns `enabled`,
        `disabled` and `total`, the largest first.
    """
    outgoing = _outgoing(frames)
    listening = outgoing.loc[outgoing["event"] == "sendMessage"]
    words = frames.trigger_words.loc[frames.trigger_words["trigger_word"].str.strip() != ""]
    rows = listening.merge(
        words[["integration_id", "trigger_word"]], on="integration_id", how="left"
    )
    return _count_by(rows, "trigger_word")


def list_wide_views(frames: Frames) -> Summary:
    """List the outgoing integrations that see more than the rooms and users that they name."""
    scopes = find_event_scopes(frames)
    wide = scopes.loc[scopes["scope"].isin(_WIDE)].groupby("integration_id")["scope"].agg(_join)
    urls = frames.urls.loc[frames.urls["integration_id"].isin(wide.index)]
    hosts = urls.groupby("integration_id")["url_host"].agg(_join)
    rows = frames.integrations.merge(wide.rename("sees"), on="integration_id")
    return describe(
        rows.merge(hosts.rename("sends_to"), on="integration_id", how="left"),
        ("name", "is_enabled", "event", "sees", "sends_to", "creator_username", "integration_id"),
    )


def list_risky_destinations(frames: Frames) -> Summary:
    """List the addresses that are cleartext, or lead to this machine or the own network."""
    urls = frames.urls
    kinds = as_text(urls["url_host_kind"])
    is_clear = (urls["url_scheme"] == "http").astype(bool)
    is_internal = ~kinds.isin(["public", "none", NONE])
    risky = urls.assign(
        kind_of_host=kinds.str.replace("_", " "),
        is_cleartext=is_clear,
    ).loc[is_clear | is_internal]
    rows = frames.integrations.merge(
        risky[["integration_id", "position", "url_host", "kind_of_host", "is_cleartext"]],
        on="integration_id",
    )
    return describe(
        rows,
        (
            *("name", "is_enabled", "url_host", "kind_of_host", "is_cleartext"),
            *("creator_username", "integration_id"),
        ),
        sort_by=("kind_of_host", "name", "position"),
    )


def _outgoing(frames: Frames) -> pd.DataFrame:
    rows = frames.integrations
    return rows.loc[rows["direction"] == "outgoing", ["integration_id", "event", "is_enabled"]]


def _count_by(rows: pd.DataFrame, name: str) -> Summary:
    counts = tally(rows[name], status(rows["is_enabled"]), ("enabled", "disabled"))
    return Summary(counts.assign(total=counts.sum(axis="columns")).rename_axis(name))


def _join(hosts: "pd.Series[str]") -> str:
    return ", ".join(sorted(set(hosts.dropna()))) or NONE
