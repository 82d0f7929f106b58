import dataclasses
from typing import Any

import pytest

from rcaudit.checks.thresholds import Thresholds, read_thresholds
from rcaudit.errors import ConfigError


def test_what_is_not_named_keeps_its_default() -> None:
    """An empty table changes nothing; a named value is taken."""
    assert read_thresholds({}) == Thresholds()
    read = read_thresholds({"short_token_length": 30, "failing_share": 1})
    assert read == Thresholds(short_token_length=30, failing_share=1.0)
    assert isinstance(read.failing_share, float)


def test_every_threshold_can_be_set_to_its_default() -> None:
    """Each of them has a kind that can be read."""
    assert read_thresholds(dataclasses.asdict(Thresholds())) == Thresholds()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param(
            {"short_token_lenght": 3}, "did you mean short_token_length?", id="a slip of the pen"
        ),
        pytest.param({"zzz": 3}, "it knows short_token_length, forgotten", id="an unknown name"),
        pytest.param(
            {"short_token_length": "3"}, "must be a whole number from 0, not '3'", id="a text"
        ),
        pytest.param(
            {"short_token_length": True}, "must be a whole number from 0, not True", id="a boolean"
        ),
        pytest.param(
            {"failing_calls": -1}, "must be a whole number from 0, not -1", id="less than none"
        ),
        pytest.param({"failing_calls": 1.5}, "must be a whole number from 0", id="a fraction"),
        pytest.param(
            {"failing_share": 50}, "must be a number from 0 to 1, not 50", id="a percentage"
        ),
        pytest.param(
            {"drifted_similarity": float("nan")}, "must be a number from 0 to 1", id="no number"
        ),
        pytest.param(5, "checks must be a table, [checks], and is 5", id="no table"),
        pytest.param({"failing_share": False}, "must be a number from 0 to 1", id="no share"),
    ],
)
def test_other_values_are_refused(table: Any, message: str) -> None:
    """The message says which name, and what it may be."""
    with pytest.raises(ConfigError, match="checks") as caught:
        read_thresholds(table)

    assert message in str(caught.value)
