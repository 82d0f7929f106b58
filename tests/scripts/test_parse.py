import time

import pytest

from rcaudit.scripts.parse import MAX_CHARACTERS, MAX_DEPTH, parse_script


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        pytest.param("x" * (MAX_CHARACTERS + 1), "longer than 1,048,576 characters", id="too long"),
        pytest.param("[" * (MAX_DEPTH + 1), "more than 500 brackets inside each other", id="deep"),
        pytest.param("1," * 400_000, "more than 250,000 syntax nodes", id="too many nodes"),
        pytest.param('"a' * 500_000, "too tangled to parse", id="error recovery without end"),
    ],
)
def test_gives_a_reason_where_it_does_not_parse(source: str, problem: str) -> None:
    """A text beyond the bounds has no tree, but a reason."""
    parsed = parse_script(source)
    assert parsed.root is None
    assert parsed.problem == problem


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("'[' + " * 6_000 + "1", id="many brackets in strings, closed nowhere"),
    ],
)
def test_counts_brackets_in_strings_too(source: str) -> None:
    """The bound on depth is rough: brackets in strings count."""
    assert parse_script(source).problem == "more than 500 brackets inside each other"


def test_parses_many_brackets_side_by_side() -> None:
    """Only depth is bounded, not the number of brackets."""
    assert parse_script("f([1]);\n" * 6_000).root is not None


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("'\ud800'", id="a lone surrogate in a string"),
        pytest.param("'a\0b'", id="NUL in a string"),
        pytest.param("\ufeffa", id="a byte order mark"),
    ],
)
def test_parses_odd_characters(source: str) -> None:
    """Characters that UTF-8 or C cannot carry do no harm inside of strings."""
    parsed = parse_script(source)
    assert parsed.root is not None
    assert not parsed.root.has_error


def test_refuses_nul_in_code() -> None:
    """NUL between words is an error, as it is for V8."""
    parsed = parse_script("a \0 = 1")
    assert parsed.root is not None
    assert parsed.root.has_error


def test_parses_a_long_script_in_time() -> None:
    """A real script near the bound takes well under two seconds of work."""
    line = "  lines.push(`[${commit.id.slice(0, 8)}](${commit.url}) ${commit.message}`);\n"
    start = time.process_time()
    assert parse_script(line * 5_000).root is not None
    assert time.process_time() - start < 2
