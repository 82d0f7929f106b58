import re
import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from program_grammar import generate
from v8_cases import read_cases

from rcaudit.scripts import ScriptAnalysis, analyse_script

SCRIPTS = [case.script for case in read_cases()]
TOKENS = re.compile(r"\s+|\w+|=>|\.\.\.|\*\*|.", re.DOTALL)
WORDS = [
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ";",
    ",",
    ".",
    "=",
    "=>",
    "...",
    "let",
    "const",
    "var",
    "function",
    "class",
    "async",
    "await",
    "yield",
    "static",
    "get",
    "set",
    "new",
    "this",
    "super",
    "return",
    "break",
    "continue",
    "if",
    "else",
    "for",
    "of",
    "in",
    "while",
    "do",
    "switch",
    "case",
    "default",
    "try",
    "catch",
    "finally",
    "throw",
    "typeof",
    "delete",
    "with",
    "import",
    "export",
    "x",
    "y",
    "a",
    "1",
    "08",
    "'a'",
    "`",
    "${",
    "/",
    "+",
    "-",
    "**",
    "??",
    "||",
    "?.",
    "#",
    "@",
    "<",
    ">",
    "++",
    "+=",
    "enum",
    "eval",
    "arguments",
    "undefined",
    "\n",
    "//",
    "/*",
    "*/",
    "extends",
    "label:",
    "0n",
    "\\u0061",
    "#!",
    "\u2028",
    "\ufeff",
    "é",
    "“",
]
PLAIN = "if (a) { b.c('d', 1); }\n"
RELAXED = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150, derandomize=True
)


def check_verdict(source: str) -> ScriptAnalysis:
    """Analyse a text anew, and hold it to having a verdict or a reason for none."""
    analysis = analyse_script(source)
    assert analysis.compiles is not None or analysis.problem
    assert (analysis.error is not None) is (analysis.compiles is False)
    return analysis


@RELAXED
@given(st.text())
def test_analyses_any_text(source: str) -> None:
    """Random text gives a verdict."""
    check_verdict(source)


@RELAXED
@given(st.text(alphabet=st.characters(codec=None, categories=None), max_size=80))
def test_analyses_text_with_lone_surrogates(source: str) -> None:
    """Text that UTF-8 cannot carry gives a verdict."""
    check_verdict(source)


@RELAXED
@given(st.lists(st.sampled_from(WORDS), max_size=120))
def test_analyses_random_words(words: list[str]) -> None:
    """Random words of the language give a verdict."""
    check_verdict(" ".join(words))


@RELAXED
@given(st.sampled_from(SCRIPTS), st.integers(0, 400))
def test_analyses_cut_off_scripts(script: str, length: int) -> None:
    """A script that ends anywhere gives a verdict."""
    check_verdict(script[:length])


@RELAXED
@given(st.sampled_from(SCRIPTS), st.integers(0, 10**6), st.sampled_from(WORDS), st.booleans())
def test_analyses_changed_scripts(script: str, where: int, word: str, replaces: bool) -> None:
    """A script with a word put in or replaced gives a verdict."""
    tokens = TOKENS.findall(script)
    place = where % (len(tokens) + 1)
    tokens[place : place + replaces] = [f" {word} "]
    check_verdict("".join(tokens))


@RELAXED
@given(st.integers(0, 10**6))
def test_analyses_generated_programs(seed: int) -> None:
    """Programs of a grammar give a verdict, cut off too."""
    program = generate(seed)
    check_verdict(program)
    check_verdict(program[: len(program) // 2])


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("[" * 10_000, id="10,000 open brackets"),
        pytest.param("[" * 10_000 + "]" * 10_000, id="10,000 brackets inside each other"),
        pytest.param("(" * 500 + "x" + ")" * 500, id="as many as are taken"),
        pytest.param("{" * 500 + "}" * 500, id="blocks inside each other"),
        pytest.param("=([{" * 250_000, id="1 MB of open brackets"),
        pytest.param("!" * 100_000 + "x", id="100,000 operators before a name"),
        pytest.param("a => " * 20_000 + "b", id="20,000 arrow functions inside each other"),
        pytest.param("x = " + "a + " * 250_000 + "1", id="1 MB in a line, a sum"),
        pytest.param("x = [" + "1," * 500_000 + "]", id="1 MB in a line, a list"),
        pytest.param("a.b" * 300_000, id="1 MB in a line, a chain"),
        pytest.param("x = '" + "a" * 1_000_000 + "'", id="1 MB in a line, a string"),
        pytest.param("/" * 1_000_000, id="1 MB in a line, a comment"),
        pytest.param("`${" * 300_000, id="open templates"),
        pytest.param('"a' * 500_000, id="open strings"),
        pytest.param("/* " * 300_000, id="an open comment"),
        pytest.param("if (a) {} else " * 50_000 + ";", id="a long chain of else-if"),
        pytest.param("f(function () { this.x = " * 160 + "1" + " });" * 160, id="callbacks"),
        pytest.param("x = 1;\n" * 140_000, id="1 MB of implicit globals"),
        pytest.param(
            "class Script { f() {" + "x.y(z);" * 100_000 + "} }", id="1 MB of unknown names"
        ),
        pytest.param(
            "class Script { f() {" + "g(this.f); this.a.b;" * 40_000 + "} }", id="1 MB of this"
        ),
        pytest.param(
            "let a = a;{" * 500 + "a;" * 100_000 + "}" * 500, id="scopes inside each other"
        ),
        pytest.param("a: " * 5_000 + ";", id="labels inside each other"),
        pytest.param("let x = 1;" + "f(() => x);" * 80_000, id="1 MB of closures"),
        pytest.param("".join(f"let a{i} = a{i};" for i in range(60_000)), id="1 MB of dead zones"),
        pytest.param("\\u{110000} = 1", id="an escape beyond Unicode"),
        pytest.param("\r\n" * 500_000, id="1 MB of line ends"),
    ],
)
def test_takes_no_longer_than_some_plain_scripts(source: str, plain: float) -> None:
    """No text, however long or deep, holds the analysis up: what grew with a square would."""
    start = time.process_time()
    check_verdict(source)
    assert time.process_time() - start < 40 * plain


@pytest.fixture(scope="module")
def plain() -> float:
    """Measure the seconds of processor time that a plain script of 50 KB takes."""

    def measure(number: int) -> float:
        start = time.process_time()
        assert check_verdict(f"{PLAIN * 2_000}// {number}").compiles
        return time.process_time() - start

    return min(measure(number) for number in range(3))


def test_keeps_memory_flat() -> None:
    """Analyses of scripts that are long gone leave nothing behind."""
    tracemalloc.start()
    for number in range(1_100):
        analyse_script(f"// {number}\n{PLAIN}")
    before, _ = tracemalloc.get_traced_memory()
    for number in range(1_000):
        analyse_script(f"// again {number}\n{PLAIN}")
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after < before * 1.3 + 500_000
