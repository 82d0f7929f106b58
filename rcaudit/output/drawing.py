"""Bars, columns, steps and heat maps in one look, in colours that the colour-blind tell apart."""

import textwrap
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from rcaudit.output.labels import font_families, make_label

BLUE, SKY, ORANGE, VERMILLION, PURPLE = "#0072b2", "#56b4e9", "#e69f00", "#d55e00", "#cc79a7"
GREY = "#bdbdbd"
"""Okabe and Ito's palette (2008), and a grey for what is off or unknown."""

COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "enabled": BLUE,
        "disabled": GREY,
        "incoming": SKY,
        "outgoing": PURPLE,
        "isolated-vm": BLUE,
        "vm2": VERMILLION,
        "none named": ORANGE,
        "https": BLUE,
        "http": VERMILLION,
        "other": GREY,
    }
)
"""The same thing has the same colour in every figure."""

_WIDTH = 8.0
_INCHES_A_BAR = 0.28
_FEWEST_BARS = 3
_TITLE_CHARACTERS = 64
_CELL_CHARACTERS = 11
INK, FAINT, GRID = "#262626", "#8c8c8c", "#e0e0e0"
"""Texts, frames and grid lines; a page that is dark puts its own in their place."""
_PAPER = "#ffffff"
"""Behind a figure of our own, whatever style is set and whatever theme shows it.

On no ground at all, no one grey can be read on white and on the near-black of a dark theme: the
best reaches a contrast of 4.35 to 1 on both, and 4.5 is the least that is accessible (WCAG 2.2)."""
_CELL_INK = "#1a1a1a"
"""Text in a cell of a heat map, which is as light on a dark page."""


def draw_bars(counts: pd.DataFrame, *, title: str, xlabel: str, ax: Axes | None = None) -> Axes:
    """Draw a stacked horizontal bar for each row, the first on top, with its sum at its end."""
    axes = _axes(ax, _height(len(counts)))
    places = range(len(counts))
    start = [0] * len(counts)
    for part in _seen_parts(counts):
        widths = counts[part].tolist()
        axes.barh(places, widths, left=start, label=part, color=_colour(part), height=0.72)
        start = [a + b for a, b in zip(start, widths, strict=True)]
    for place, total in zip(places, start, strict=True):
        axes.annotate(
            f"{total:,}",
            (total, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=INK,
        )
    _label_ticks(axes, "y", counts.index)
    axes.set_xlabel(xlabel)
    _count_in_integers(axes.xaxis)
    axes.set_xlim(0, max(start) * 1.08)
    axes.set_ylim(max(len(counts), _FEWEST_BARS) - 0.5, -0.5)
    _finish(axes, title, grid="x")
    return axes


def draw_columns(
    counts: pd.DataFrame, *, title: str, xlabel: str, ylabel: str, ax: Axes | None = None
) -> Axes:
    """Draw a stacked column for each row, from left to right."""
    axes = _axes(ax, 3.4)
    places = range(len(counts))
    start = [0] * len(counts)
    for part in _seen_parts(counts):
        heights = counts[part].tolist()
        axes.bar(places, heights, bottom=start, label=part, color=_colour(part), width=0.8)
        start = [a + b for a, b in zip(start, heights, strict=True)]
    _label_ticks(axes, "x", counts.index)
    axes.set_xlim(-0.7, max(len(counts), 6) - 0.3)
    axes.set_xlabel(xlabel)
    axes.set_ylabel(ylabel)
    _count_in_integers(axes.yaxis)
    axes.set_ylim(0, max(start) * 1.05)
    _finish(axes, title, grid="y")
    return axes


def draw_steps(
    totals: pd.DataFrame, *, title: str, ylabel: str, until: pd.Timestamp, ax: Axes | None = None
) -> Axes:
    """Draw the columns as areas that grow in steps, one on the other, up to a moment.

    Args:
        totals: Running totals by moment, ascending.
        title: What is seen.
        ylabel: What is counted.
        until: The right end of the figure.
        ax: Where to draw.
    """
    axes = _axes(ax, 3.4)
    last = totals.iloc[[-1]].set_axis([max(until, totals.index[-1])])
    totals = pd.concat([totals, last])
    base = totals.iloc[:, 0] * 0
    for part in _seen_parts(totals):
        above = base + totals[part]
        axes.fill_between(
            totals.index.to_numpy(),
            base.to_numpy(),
            above.to_numpy(),
            step="post",
            label=part,
            color=_colour(part),
            linewidth=0,
        )
        base = above
    first, end = totals.index[0], totals.index[-1]
    axes.set_xlim(first - (end - first) * 0.02 - pd.Timedelta(days=1), end)
    axes.set_ylim(0, base.iloc[-1] * 1.05)
    axes.set_ylabel(ylabel)
    _count_in_integers(axes.yaxis)
    dates = AutoDateLocator(maxticks=8)  # type: ignore[no-untyped-call] # matplotlib has no types here
    axes.xaxis.set_major_locator(dates)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(dates))  # type: ignore[no-untyped-call] # likewise
    _finish(axes, title, grid="y")
    return axes


def draw_heat_map(counts: pd.DataFrame, *, title: str, ax: Axes | None = None) -> Axes:
    """Draw a cell for each row and column, darker for more, with its count in it."""
    axes = _axes(ax, _height(len(counts)) + 0.5)
    values = counts.to_numpy()
    shades = LinearSegmentedColormap.from_list("rcaudit", ["#e3eef6", BLUE])
    # By the square root: else one large cell makes all others look empty.
    norm = PowerNorm(0.5, vmin=0, vmax=values.max())
    # A cell of nothing is left out: the page shows through, whatever its colour is.
    axes.imshow(np.ma.masked_equal(values, 0), cmap=shades, norm=norm, aspect="auto")
    for row, column in zip(*values.nonzero(), strict=True):
        is_dark = norm(values[row, column]) > 0.55  # noqa: PLR2004 - where white reads better
        axes.text(
            column,
            row,
            f"{values[row, column]:,}",
            ha="center",
            va="center",
            fontsize=9,
            color="#ffffff" if is_dark else _CELL_INK,
        )
    _label_ticks(axes, "y", counts.index)
    _label_ticks(axes, "x", counts.columns, wrap=_CELL_CHARACTERS)
    axes.set_xticks([place + 0.5 for place in range(len(counts.columns) - 1)], minor=True)
    axes.set_yticks([place + 0.5 for place in range(len(counts) - 1)], minor=True)
    axes.grid(which="minor", color=GRID, linewidth=0.8)
    axes.tick_params(which="minor", length=0)
    _finish(axes, title, grid=None)
    return axes


def say_nothing(title: str, *, ax: Axes | None = None) -> Axes:
    """Draw a figure that only says, in its title, that there is nothing to show."""
    axes = _axes(ax, 1.2)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.text(
        0.5,
        0.5,
        "nothing to show",
        ha="center",
        va="center",
        color=FAINT,
        transform=axes.transAxes,
    )
    _set_title(axes, title, has_legend=False)
    return axes


def _height(bars: int) -> float:
    return 1.5 + max(bars, _FEWEST_BARS) * _INCHES_A_BAR


def _axes(ax: Axes | None, height: float) -> Axes:
    if ax is not None:
        return ax
    figure, axes = plt.subplots(figsize=(_WIDTH, height), layout="constrained")
    figure.set_facecolor(_PAPER)
    axes.set_facecolor(_PAPER)
    return axes


def _seen_parts(counts: pd.DataFrame) -> list[str]:
    return [str(part) for part in counts.columns if counts[part].any()]


def _colour(part: str) -> str:
    return COLOURS.get(part, GREY)


def _count_in_integers(axis: Axis) -> None:
    axis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def _label_ticks(axes: Axes, which: str, names: pd.Index, wrap: int = 80) -> None:
    labels = [textwrap.fill(make_label(str(name)), wrap) for name in names]
    axis = axes.xaxis if which == "x" else axes.yaxis
    # Without `parse_math` a name with two dollar signs would be set as a formula.
    axis.set_ticks(
        range(len(labels)), labels, parse_math=False, usetex=False, fontfamily=font_families()
    )


def _finish(axes: Axes, title: str, *, grid: str | None) -> None:
    for side, spine in axes.spines.items():
        spine.set_visible(side == {"x": "left", "y": "bottom"}.get(grid or ""))
        spine.set_color(FAINT)
    axes.tick_params(length=0, labelsize=9, labelcolor=INK)
    axes.set_axisbelow(True)
    if grid == "x":
        axes.xaxis.grid(visible=True, color=GRID, linewidth=0.8)
    elif grid == "y":
        axes.yaxis.grid(visible=True, color=GRID, linewidth=0.8)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set(fontsize=9, color=INK)
    handles, labels = axes.get_legend_handles_labels()
    if handles:
        axes.legend(
            handles,
            labels,
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=len(handles),
            frameon=False,
            fontsize=9,
            labelcolor=INK,
            borderaxespad=0.2,
            handlelength=1,
            handleheight=1,
            columnspacing=1.4,
        )
    _set_title(axes, title, has_legend=bool(handles))


def _set_title(axes: Axes, title: str, *, has_legend: bool) -> None:
    axes.set_title(
        textwrap.fill(title, _TITLE_CHARACTERS),
        loc="left",
        fontsize=11,
        fontweight="bold",
        color=INK,
        pad=26 if has_legend else 8,
        parse_math=False,
        usetex=False,
        fontfamily=font_families(),
    )
