"""The figure of the upgrade to 9.0."""

from collections.abc import Iterator

import matplotlib as mpl
import pytest
from audit_frames import incoming, make_frames, scripted
from breaking_scripts import HARMLESS, IMPLICIT_GLOBAL
from matplotlib import pyplot as plt

from rcaudit.output.plots import plot_readiness
from rcaudit.snapshot.redaction import Document


@pytest.fixture(autouse=True)
def _no_windows() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    mpl.use("agg")
    yield
    plt.close("all")


def test_shows_a_bar_for_each_verdict() -> None:
    """In the order from ready to unknown, with what is off in another colour."""
    axes = plot_readiness(
        make_frames(
            scripted("a", IMPLICIT_GLOBAL),
            scripted("b", HARMLESS),
            scripted("c", HARMLESS, enabled=False),
        )
    )

    assert [label.get_text() for label in axes.get_yticklabels()] == ["ready", "breaks"]
    assert [[bar.get_width() for bar in bars] for bars in axes.containers] == [[1, 1], [1, 0]]
    assert axes.get_title(loc="left") == "1 of 3 scripts break on 9.0 for certain"


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        pytest.param([incoming("a")], "This snapshot has no scripts", id="no scripts"),
        pytest.param([], "This snapshot has no integrations", id="nothing at all"),
    ],
)
def test_says_that_there_is_nothing_to_upgrade(documents: list[Document], said: str) -> None:
    """An empty figure has a reason."""
    assert plot_readiness(make_frames(*documents)).get_title(loc="left") == said
