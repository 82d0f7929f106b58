import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcaudit.workspace.clock import ServerClock

EPOCH = 1_700_000_000.0
AN_HOUR = 3600.0


def date(server_time: float) -> str:
    """Write a moment as a reply's `Date` does: without the parts of a second."""
    return formatdate(int(server_time), usegmt=True)


@given(
    offset=st.floats(-1e5, 1e5),
    drift=st.floats(-9e-4, 9e-4),
    calls=st.lists(
        st.tuples(st.floats(0, 300), st.floats(0, 30), st.floats(0, 1)), min_size=1, max_size=20
    ),
    ahead=st.floats(0, AN_HOUR),
)
def test_a_moment_of_the_server_is_never_thought_earlier_than_it_is(offset, drift, calls, ahead):
    """Whatever the offset, the latencies and a drift that clocks have, waits are long enough."""

    def server_time(local: float) -> float:
        return EPOCH + offset + local * (1 + drift)

    clock, now = ServerClock(), 0.0
    for pause, latency, written in calls:
        sent = now + pause
        now = sent + latency
        clock.observe(date(server_time(sent + written * latency)), sent, now)
    later = now + ahead
    assert clock.latest_local(server_time(later)) >= later - 1e-5


@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 5)), min_size=2, max_size=8))
def test_replies_may_be_taken_in_in_any_order(calls):
    """Threads report as they come: the order changes nothing about what is promised."""
    clock = ServerClock()
    for sent, latency in calls:
        clock.observe(date(EPOCH + sent), sent, sent + latency)
    last = max(sent + latency for sent, latency in calls)
    assert clock.latest_local(EPOCH + last) >= last - 1e-5


def test_many_replies_tell_the_clock_better_than_to_the_second():
    """Replies at all parts of a second leave a tenth of it between the bounds."""
    clock = ServerClock()
    for step in range(11):
        sent = step * 1.1
        clock.observe(date(EPOCH + 0.95 + sent), sent, sent + 0.01)
    assert 100 <= clock.latest_local(EPOCH + 0.95 + 100) <= 100.3


@pytest.mark.parametrize("step", [-AN_HOUR, -5.0, 5.0, AN_HOUR])
def test_a_clock_that_is_set_is_learned_anew(step):
    """Once a reply contradicts what was known, that is worth nothing any more."""
    clock = ServerClock()
    clock.observe(date(EPOCH), 0.0, 0.1)
    clock.observe(date(EPOCH + 10 + step), 10.0, 10.1)
    assert 20 <= clock.latest_local(EPOCH + 20 + step) <= 21.2


def test_a_date_that_was_written_too_early_makes_no_wait_shorter():
    """A busy server sends the second before: the lower bound is as good as it was."""
    clock = ServerClock()
    clock.observe(date(EPOCH + 100.9), 100.9, 100.91)
    clock.observe(date(EPOCH + 200.1 - 1), 200.1, 200.11)
    assert clock.latest_local(EPOCH + 300) >= 300


def test_without_any_date_the_clocks_are_taken_to_agree():
    """What this machine's clock says is the best guess."""
    found = ServerClock().latest_local(time.time() + 30)
    assert found == pytest.approx(time.monotonic() + 30, abs=0.5)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("yesterday", id="no date"),
        pytest.param("Tue, 99 Nov 2023 22:13:20 GMT", id="no such day"),
        pytest.param("Tue, 14 Nov 99999999999999999999 22:13:20 GMT", id="no such year"),
        pytest.param("Tue, 14 Nov 2023 22:13:20 +9999999999", id="no such zone"),
    ],
)
def test_what_is_no_date_is_passed_over(text):
    """Nothing is learned from it, and nothing breaks."""
    clock = ServerClock()
    clock.observe(date(EPOCH), 0.0, 0.1)
    known = clock.latest_local(EPOCH + 10)
    clock.observe(text, 1.0, 1.1)
    assert clock.latest_local(EPOCH + 10) == known


@given(st.text(max_size=40))
def test_no_header_text_breaks_it(text):
    """The header comes from outside."""
    ServerClock().observe(text, 0.0, 0.1)


def test_a_date_without_a_zone_is_in_universal_time(monkeypatch):
    """HTTP knows no other, wherever this machine is."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    clock = ServerClock()
    clock.observe("Tue, 14 Nov 2023 22:13:20 -0000", 0.0, 0.1)
    monkeypatch.undo()
    time.tzset()
    assert clock.latest_local(EPOCH + 10) == pytest.approx(10.1, abs=0.1)
