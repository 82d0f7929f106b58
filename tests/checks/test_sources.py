import pytest
from breaking_scripts import (
    DETACHED_METHOD,
    HARMLESS,
    IMPLICIT_GLOBAL,
    TOO_DEEP,
    TOP_LEVEL_STORE,
    UNDERSCORE,
)

from rcaudit.checks.sources import Outcome, judge_source
from rcaudit.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        pytest.param(HARMLESS, "ready", id="nothing to object to"),
        pytest.param(DETACHED_METHOD, "flawed", id="it may break"),
        pytest.param(IMPLICIT_GLOBAL, "breaks", id="it breaks"),
        pytest.param(TOP_LEVEL_STORE, "breaks", id="it does not load"),
        pytest.param(UNDERSCORE, "breaks", id="it needs vm2"),
        pytest.param(TOO_DEEP, "not_analysed", id="nobody can read it"),
    ],
)
def test_the_outcome_is_that_of_the_worst_hit(text: str, outcome: Outcome) -> None:
    """A text without a verdict is told apart from one without hits."""
    assert judge_source("hook.js", text).outcome == outcome


@pytest.mark.parametrize(
    ("server", "rules"),
    [
        pytest.param("9.0", ["implicit_global"], id="as written"),
        pytest.param("9", ["implicit_global"], id="without a minor version"),
        pytest.param("v10.2.1-rc.0", ["implicit_global"], id="a later one"),
        pytest.param("8.4.2", [], id="translated by Babel"),
    ],
)
def test_what_breaks_on_9_counts_from_9_on(server: str, rules: list[str]) -> None:
    """Before 9.0 the server translates scripts, and such a script runs."""
    judged = judge_source("hook.js", IMPLICIT_GLOBAL, server=server)

    assert [hit.rule for hit in judged.hits] == rules


def test_what_fails_anyway_counts_before_9_too() -> None:
    """The engine isolated-vm never had underscore."""
    judged = judge_source("hook.js", UNDERSCORE, server="6.5")

    assert {hit.rule for hit in judged.hits} == {"removed_engine_global"}


def test_an_old_server_can_have_the_old_engine() -> None:
    """What vm2 had is there in vm2."""
    assert judge_source("hook.js", UNDERSCORE, engine="vm2", server="6.5").outcome == "ready"


@pytest.mark.parametrize("server", ["7.0", "9.0"])
def test_no_later_server_has_the_old_engine(server: str) -> None:
    """The error says since when."""
    with pytest.raises(ConfigError, match="it went with"):
        judge_source("hook.js", HARMLESS, engine="vm2", server=server)


@pytest.mark.parametrize("server", ["nine", "", "9.", "9.0.1 beta", "-1"])
def test_a_version_that_is_none_is_an_error(server: str) -> None:
    """The error says how to write one."""
    with pytest.raises(ConfigError, match="write it as in"):
        judge_source("hook.js", HARMLESS, server=server)
