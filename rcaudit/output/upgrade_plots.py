"""The figure of the upgrade to 9.0: which scripts are ready."""

from matplotlib.axes import Axes

from rcaudit.frames.frames import Frames
from rcaudit.output.drawing import draw_bars, say_nothing
from rcaudit.output.tally import status, tally
from rcaudit.scripts import VERDICTS


def plot_readiness(frames: Frames, *, ax: Axes | None = None) -> Axes:
    """Plot what becomes of the scripts on 9.0, of enabled and of disabled integrations."""
    scripts = frames.scripts
    if scripts.empty:
        missing = "integrations" if frames.integrations.empty else "scripts"
        return say_nothing(f"This snapshot has no {missing}", ax=ax)
    is_on = scripts["is_script_enabled"].fillna(value=False) & scripts[
        "is_integration_enabled"
    ].fillna(value=True)
    verdicts = scripts["readiness_9"].astype(object)
    counts = tally(verdicts, status(is_on), ("enabled", "disabled"))
    counts = counts.reindex(index=[name for name in VERDICTS if name in counts.index])
    counts.index = counts.index.str.replace("_", " ")
    breaking = int((verdicts == "breaks").sum())
    title = f"{breaking:,} of {len(scripts):,} scripts break on 9.0 for certain"
    return draw_bars(counts, title=title, xlabel="scripts", ax=ax)
