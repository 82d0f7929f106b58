from collections import Counter

import pytest
from v8_cases import Case, read_cases, read_outcomes

from rcaudit.scripts import RULES, Rule, analyse_script, outlook

CASES = read_cases()
OUTCOMES = read_outcomes()
CERTAIN = [case for case in CASES if case.sign != "?"]


def ids(case: Case) -> str:
    """Name a case in the report."""
    return case.id


def test_every_rule_has_cases_of_both_kinds() -> None:
    """Each rule was tried in V8 with at least six scripts that fail and six that do not."""
    count = Counter((case.rule, case.sign) for case in CASES)
    assert {case.rule for case in CASES} == RULES.keys()
    assert [rule for rule in RULES if min(count[rule, "+"], count[rule, "-"]) < 6] == []


def test_every_case_was_run() -> None:
    """Every case has a recorded outcome, and none is left over."""
    assert OUTCOMES.keys() == {case.id for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_finds_what_the_case_is_about(case: Case) -> None:
    """A rule finds its own positive cases and is silent about its negative ones."""
    rules = {hit.rule for hit in analyse_script(case.script).hits}
    assert (case.rule in rules) is (case.sign != "-")


@pytest.mark.parametrize("case", CERTAIN, ids=ids)
def test_says_what_happened_in_v8(case: Case) -> None:
    """The verdict is a break exactly where Babel's output worked and the script itself does not."""
    verdict = outlook(analyse_script(case.script))
    assert (verdict in {"breaks", "may_break"}) is OUTCOMES[case.id].is_broken_by_9


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.rule != "last_line_comment"], ids=ids
)
def test_knows_what_v8_compiles(case: Case) -> None:
    """A script compiles where V8 compiles it in the server's wrapper."""
    assert analyse_script(case.script).compiles is OUTCOMES[case.id].compiles_as_written


@pytest.mark.parametrize("case", [case for case in CASES if case.sign == "+"], ids=ids)
def test_points_at_the_place_and_says_what_to_write(case: Case) -> None:
    """Each hit has a position within the script, its line, a message and a fix."""
    for hit in analyse_script(case.script).hits:
        lines = case.script.split("\n")
        last_word = hit.name.split(".")[-1]
        assert hit.severity == RULES[hit.rule].severity
        assert 1 <= hit.line <= len(lines)
        assert lines[hit.line - 1].strip() == hit.source_line
        rest = lines[hit.line - 1][hit.column - 1 :].replace("\\u0061", "a")
        assert last_word in rest or hit.rule == "no_script_class"
        assert hit.message.endswith(".")
        assert hit.fix


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.slug)
def test_documents_itself(rule: Rule) -> None:
    """Each rule has a title, a reason and a remedy in one or two sentences."""
    assert RULES[rule.slug] is rule
    assert rule.why.endswith(".")
    assert rule.fix.endswith(".")
    assert len(rule.title) < 90
