"""Figures: tables of a snapshot in, Axes out, with a title that says what is seen.

Each function takes `Frames` and, where the figure is to be a part of another, the Axes to draw on.
A snapshot without integrations gives a figure that says so.
"""

import pandas as pd
from matplotlib.axes import Axes

from rcaudit.frames.frames import Frames
from rcaudit.output.drawing import draw_bars, draw_columns, draw_heat_map, draw_steps, say_nothing
from rcaudit.output.scopes import EVENT_SCOPES, find_event_scopes
from rcaudit.output.summaries.columns import account_names
from rcaudit.output.summaries.engines import NO_ENGINE, active_scripts, name_engines
from rcaudit.output.tally import NONE, keep_largest, status, tally
from rcaudit.output.upgrade_plots import plot_readiness as plot_readiness  # noqa: PLC0414 - public

NO_INTEGRATIONS = "This snapshot has no integrations"
_STATES = ("enabled", "disabled")
_ENGINES = ("isolated-vm", "vm2", NO_ENGINE)
_SCHEMES = ("https", "http")
_OLDEST_YEARS = 15
_WIDEST_YEARS = 30
_FINE_SPAN = pd.Timedelta(days=1000)


def plot_script_engines(frames: Frames, *, ax: Axes | None = None) -> Axes:
    """Plot the script engines of the scripts that are on, by direction."""
    scripts = active_scripts(frames)
    if scripts.empty:
        return _say_no_scripts(frames, ax)
    counts = tally(name_engines(scripts), scripts["direction"], ("incoming", "outgoing"))
    on = int((name_engines(scripts) == "isolated-vm").sum())
    total = _count(len(scripts), "active script")
    title = f"{on:,} of {total} {_verb(on, 'names', 'name')} the engine isolated-vm"
    return draw_bars(counts, title=title, xlabel="integrations whose script is on", ax=ax)


def plot_script_engines_by_year(frames: Frames, *, ax: Axes | None = None) -> Axes:
    """Plot the script engines of the scripts that are on, by the year of their creation."""
    scripts = active_scripts(frames).dropna(subset=["created_at"])
    if scripts.empty:
        return _say_no_scripts(frames, ax)
    years = scripts["created_at"].dt.year
    counts = _in_order(tally(years, name_engines(scripts), _ENGINES), _span(years))
    unnamed, old = int(counts[NO_ENGINE].sum()), int(counts["vm2"].sum())
    title = (
        f"{_count(unnamed, 'active script')} {_verb(unnamed, 'names', 'name')} no engine, "
        f"{old:,} {_verb(old, 'names', 'name')} vm2"
    )
    return draw_columns(
        counts,
        title=title,
        xlabel="year of creation",
        ylabel="integrations whose script is on",
        ax=ax,
    )


def plot_enabled_over_time(frames: Frames, *, ax: Axes | None = None) -> Axes:
    """Plot how many integrations there were at each time, by what became of them.

    Integrations that were deleted, or that have no date, are not in it.
    """
    dated = frames.integrations.dropna(subset=["created_at"]).sort_values("created_at")
    if dated.empty:
        return say_nothing(NO_INTEGRATIONS, ax=ax)
    states = status(dated["is_enabled"])
    totals = pd.DataFrame({state: (states == state).cumsum() for state in _STATES})
    # matplotlib knows no time zones but as an offset for labels: all is UTC.
    totals.index = pd.DatetimeIndex(dated["created_at"]).tz_localize(None)
    enabled = int(totals["enabled"].iloc[-1])
    # A step a week is finer than a pixel where the years are many.
    if totals.index[-1] - totals.index[0] > _FINE_SPAN:
        totals = totals.groupby(totals.index.floor("7D")).last()
    return draw_steps(
        totals,
        title=(
            f"{enabled:,} of {_count(len(dated), 'integration')} "
            f"{_verb(enabled, 'is', 'are')} enabled today"
        ),
        ylabel="integrations created until then",
        until=pd.Timestamp(frames.manifest.taken_at).tz_localize(None),
        ax=ax,
    )


def plot_creators(frames: Frames, *, top: int = 15, ax: Axes | None = None) -> Axes:
    """Plot how many integrations each account created, enabled and disabled.

    Args:
        frames: The tables.
        top: How many accounts get a bar of their own.
        ax: Where to draw.
    """
    integrations = frames.integrations
    if integrations.empty:
        return say_nothing(NO_INTEGRATIONS, ax=ax)
    creators = account_names(integrations, "creator")
    counts = tally(creators, status(integrations["is_enabled"]), _STATES)
    accounts = counts.drop(index=NONE, errors="ignore")
    share = accounts.iloc[:3].to_numpy().sum() / len(integrations)
    title = (
        f"The three busiest of {_count(len(accounts), 'account')} created "
        f"{share:.0%} of the integrations"
        if len(accounts) > 3  # noqa: PLR2004 - with three or fewer there is nothing to compare
        else f"{_count(len(accounts), 'account')} created the integrations"
    )
    shown = keep_largest(counts, top, "{} others")
    return draw_bars(shown, title=title, xlabel="integrations created", ax=ax)


def plot_events_by_scope(frames: Frames, *, ax: Axes | None = None) -> Axes:
    """Plot a heat map: outgoing integrations by their event and by the channels they listen to."""
    pairs = find_event_scopes(frames)
    if pairs.empty:
        return say_nothing(_nothing_of(frames, "outgoing integrations"), ax=ax)
    counts = tally(pairs["event"], pairs["scope"], EVENT_SCOPES)
    wide = pairs.loc[pairs["scope"].str.startswith("all "), "integration_id"].nunique()
    wide += pairs.loc[pairs["scope"] == "whole workspace", "integration_id"].nunique()
    total = pairs["integration_id"].nunique()
    title = (
        f"{wide:,} of {_count(total, 'outgoing integration')} "
        f"{_verb(wide, 'sees', 'see')} more than what {_verb(wide, 'it names', 'they name')}"
    )
    return draw_heat_map(counts.loc[:, counts.any()], title=title, ax=ax)


def plot_destination_hosts(frames: Frames, *, top: int = 15, ax: Axes | None = None) -> Axes:
    """Plot the hosts that outgoing integrations send to, by scheme; `http` is cleartext.

    Args:
        frames: The tables.
        top: How many hosts get a bar of their own.
        ax: Where to draw.
    """
    urls = frames.urls
    if urls.empty:
        return say_nothing(_nothing_of(frames, "addresses"), ax=ax)
    kinds = urls["url_host_kind"].astype("string[python]").str.replace("_", " ")
    hosts = urls["url_host"].fillna(NONE)
    hosts = hosts.where(kinds.isin(["public", "none"]), hosts + " (" + kinds + ")")
    counts = tally(hosts, _schemes(urls), (*_SCHEMES, "other"))
    known = len(counts.drop(index=NONE, errors="ignore"))
    title = f"Outgoing integrations send to {_count(known, 'host')}"
    shown = keep_largest(counts, top, "{} others")
    return draw_bars(shown, title=title, xlabel="addresses", ax=ax)


def plot_destination_kinds(frames: Frames, *, ax: Axes | None = None) -> Axes:
    """Plot where outgoing integrations send to, by kind of host and by scheme."""
    urls = frames.urls
    if urls.empty:
        return say_nothing(_nothing_of(frames, "addresses"), ax=ax)
    kinds = urls["url_host_kind"].astype("string[python]").str.replace("_", " ")
    kinds = kinds.where(kinds != "none", "no host")
    counts = tally(kinds, _schemes(urls), (*_SCHEMES, "other"))
    clear = int(counts["http"].sum())
    title = (
        f"{clear:,} of {_count(len(urls), 'address', 'addresses')} "
        f"{_verb(clear, 'is', 'are')} cleartext http"
    )
    return draw_bars(counts, title=title, xlabel="addresses", ax=ax)


def plot_ages(frames: Frames, *, ax: Axes | None = None) -> Axes:
    """Plot how old the integrations are, in full years, enabled and disabled."""
    dated = frames.integrations.dropna(subset=["created_at"])
    if dated.empty:
        return say_nothing(NO_INTEGRATIONS, ax=ax)
    days = (pd.Timestamp(frames.manifest.taken_at) - dated["created_at"]).dt.days.clip(lower=0)
    years = (days / 365.25).astype("int64").clip(upper=_OLDEST_YEARS)
    counts = tally(years, status(dated["is_enabled"]), _STATES)
    counts = _in_order(counts, range(years.max() + 1))
    counts.index = [
        f"{year}+" if year == str(_OLDEST_YEARS) else year for year in counts.index.astype(str)
    ]
    title = f"The median age is {days.median() / 365.25:.1f} years"
    return draw_columns(
        counts, title=title, xlabel="age in full years", ylabel="integrations", ax=ax
    )


def _schemes(urls: pd.DataFrame) -> "pd.Series[str]":
    schemes = urls["url_scheme"].astype("string[python]").fillna("other")
    return schemes.where(schemes.isin(_SCHEMES), "other")


def _in_order(counts: pd.DataFrame, values: range) -> pd.DataFrame:
    return counts.reindex([str(value) for value in values], fill_value=0)


def _span(years: "pd.Series[int]") -> range:
    # A date of the year 1970 or 1 is a fault of the data, and would squeeze all others.
    last = int(years.max())
    return range(max(int(years.min()), last - _WIDEST_YEARS), last + 1)


def _count(number: int, singular: str, plural: str | None = None) -> str:
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _say_no_scripts(frames: Frames, ax: Axes | None) -> Axes:
    return say_nothing(_nothing_of(frames, "scripts that are on"), ax=ax)


def _nothing_of(frames: Frames, what: str) -> str:
    return NO_INTEGRATIONS if frames.integrations.empty else f"This snapshot has no {what}"
