import logging
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from rcaudit.workspace.progress import (
    BarProgress,
    LogProgress,
    NoProgress,
    Progress,
    choose_progress,
)


def go_through(progress: Progress, steps: int = 3) -> None:
    """Call a progress as a fetch does."""
    progress.expect(steps)
    for _ in range(steps):
        progress.advance()
    progress.wait("integrations.get", 12.3)
    progress.close()


def test_a_bar_counts_and_says_until_when_it_waits(capsys):
    """On stderr, and it is gone at the end."""
    bar = BarProgress()
    bar.expect(200)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: bar.advance(), range(200)))
    bar.wait("integrations.get", 12.3)
    bar.close()
    out, err = capsys.readouterr()
    assert out == ""
    assert "200/200" in err
    assert "rate limit of integrations.get: waiting until " in err
    assert err.endswith("\r")


@pytest.mark.parametrize(
    ("pause", "lines"), [(60.0, 0), (0.0, 3)], ids=["not yet time", "time for each"]
)
def test_log_lines_are_few(caplog, pause, lines):
    """One when a wait begins, and others no more often than the pause allows."""
    with caplog.at_level(logging.INFO, "rcaudit"):
        go_through(LogProgress(pause))
    messages = [record.getMessage() for record in caplog.records]
    assert messages == [
        *[f"{number} of 3 integrations" for number in (1, 2, 3)][:lines],
        "integrations.get: the rate limit is spent, waiting 12 seconds (3 of 3 integrations done)",
    ]


def test_silence_says_nothing(capsys, caplog):
    """Neither on stderr nor in the log."""
    go_through(NoProgress())
    assert capsys.readouterr() == ("", "")
    assert caplog.records == []


@pytest.mark.parametrize(
    ("is_terminal", "modules", "kind"),
    [
        pytest.param(True, [], BarProgress, id="a terminal"),
        pytest.param(False, ["ipykernel"], BarProgress, id="a notebook"),
        pytest.param(False, [], LogProgress, id="a scheduler"),
    ],
)
def test_is_chosen_by_who_is_looking(monkeypatch, is_terminal, modules, kind):
    """A person gets the bar, a log file gets lines."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal, raising=False)
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    for name in modules:
        monkeypatch.setitem(sys.modules, name, None)
    chosen = choose_progress()
    assert type(chosen) is kind
    chosen.close()
