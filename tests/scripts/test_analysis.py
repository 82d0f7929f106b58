import subprocess
import sys
from collections.abc import Iterator

import pytest

from rcaudit.scripts import Hit, UndeclaredReference, analyse_script
from rcaudit.scripts.analysis import MAX_HITS, MAX_SOURCE_LINE


def in_method(body: str) -> str:
    """Put code into the method of an otherwise sound script."""
    return f"class Script {{\n  process_incoming_request({{ request }}) {{\n{body}\n  }}\n}}\n"


def hits_of(source: str, rule: str) -> list[Hit]:
    """Return the hits of one rule."""
    return [hit for hit in analyse_script(source).hits if hit.rule == rule]


def test_describes_a_hit() -> None:
    """A hit says where it is, what it is about, what is wrong and what to write."""
    source = in_method(
        "    // 日本\r\n    const 名 = '😀'; for (i = 0; i < 3; i++) { }\r\n    return 名;"
    )
    assert analyse_script(source).hits == (
        Hit(
            rule="implicit_global",
            severity="high",
            line=4,
            column=25,
            name="i",
            source_line="const 名 = '😀'; for (i = 0; i < 3; i++) { }",
            message="`i` is assigned to, but declared nowhere.",
            fix="declare it: `for (let i = …)`",
        ),
    )


@pytest.mark.parametrize(
    ("body", "fix"),
    [
        pytest.param("msg = 1;", "declare it: `let msg = …`", id="a statement"),
        pytest.param("for (k of []) ;", "declare it: `for (const k of …)`", id="for-of"),
        pytest.param("for (k in {}) ;", "declare it: `for (const k in …)`", id="for-in"),
        pytest.param("for (i = 0; ;) break;", "declare it: `for (let i = …)`", id="for"),
        pytest.param("[a] = [1];", "declare it before: `let a;`", id="a pattern"),
        pytest.param("f(a = 1);", "declare it before: `let a;`", id="inside of an expression"),
    ],
)
def test_says_how_to_declare_a_name(body: str, fix: str) -> None:
    """The fix fits the place where the name is assigned to."""
    assert [hit.fix for hit in hits_of(in_method(body), "implicit_global")] == [fix]


def test_finds_a_name_once_for_each_method() -> None:
    """One `let` mends a method, so a name is found once in each."""
    source = """class Script {
      process_incoming_request() { i = 1; i = 2; [3].map(() => { i = 3; }); }
      other() { i = 4; }
    }
    """
    assert [hit.line for hit in hits_of(source, "implicit_global")] == [2, 3]


def test_takes_code_that_is_nested_deeply_for_conditional() -> None:
    """Statements inside of very many blocks are not followed to the top."""
    source = "{" * 120 + "x = 1;" + "}" * 120 + "\nclass Script { f() { x = 2; } }"
    assert [hit.name for hit in hits_of(source, "maybe_implicit_global")] == ["x"]


def test_finds_a_loop_around_many_blocks() -> None:
    """A `break` inside of very many blocks gets the benefit of the doubt."""
    assert analyse_script("for (;;) " + "{" * 310 + "break;" + "}" * 310).compiles


def test_sorts_hits_by_position() -> None:
    """Hits of different rules come in the order of the script."""
    source = in_method("b = this.x;\n[1].map(function () { this.y = 1; });\na = c;")
    hits = analyse_script(source).hits
    assert [(hit.rule, hit.name) for hit in hits] == [
        ("implicit_global", "b"),
        ("this_in_plain_function", "this"),
        ("implicit_global", "a"),
        ("unknown_global", "c"),
    ]


def test_shortens_long_lines_around_the_place() -> None:
    """The line of a minified script is cut on both sides, and shows the place."""
    (hit,) = analyse_script(in_method("var x=1;" * 100 + "oops=2;" + "x=3;" * 100)).hits
    assert "oops" in hit.source_line
    assert len(hit.source_line) <= MAX_SOURCE_LINE + 2
    assert hit.source_line[0] == hit.source_line[-1] == "…"


def test_shortens_a_long_line_at_its_end_only() -> None:
    """Nothing is cut off before a place near the line's beginning."""
    (hit,) = analyse_script(in_method("oops=2;" + "var x=3;" * 100)).hits
    assert hit.source_line.startswith("oops=2;")


def test_shortens_a_long_line_before_its_end() -> None:
    """Nothing is cut off behind a place near the line's end."""
    (hit,) = analyse_script(in_method("var x=1;" * 100 + "oops=2;")).hits
    assert hit.source_line.endswith("oops=2;")


def test_bounds_the_number_of_hits() -> None:
    """A script with no end of faults does not fill the memory."""
    source = in_method("\n".join(f"f{number}();" for number in range(MAX_HITS + 50)))
    assert len(analyse_script(source).hits) == MAX_HITS


def test_lists_undeclared_names() -> None:
    """The engine's names are listed too, with position, write and strict."""
    assert analyse_script("x = s;\nclass Script { static a = (y = 1); }").undeclared == (
        UndeclaredReference("x", 1, 1, is_write=True, is_strict=False),
        UndeclaredReference("s", 1, 5, is_write=False, is_strict=False),
        UndeclaredReference("y", 2, 28, is_write=True, is_strict=True),
    )


def test_analyses_identical_scripts_once() -> None:
    """The same text gives the same analysis, without another run."""
    source = in_method("return 1;")
    assert analyse_script(source) is analyse_script(source)


def test_does_not_keep_long_scripts() -> None:
    """A very long text is analysed anew, so that none stays in memory."""
    source = in_method("f();\n" * 10_000)
    first, second = analyse_script(source), analyse_script(source)
    assert first is not second
    assert first == second


def test_reports_only_what_keeps_a_script_from_compiling() -> None:
    """What a script that does not compile would do is of no interest."""
    analysis = analyse_script(in_method("msg = 1;\nreturn 017;"))
    assert analysis.compiles is False
    assert [hit.rule for hit in analysis.hits] == ["strict_mode_syntax"]
    assert analysis.error == "line 4, column 8: Strict code has no numbers that begin with 0."
    assert [one.name for one in analysis.undeclared] == ["msg"]


def test_names_what_is_missing() -> None:
    """A parser that misses a sign says which."""
    analysis = analyse_script("class Script { process_incoming_request() { return f(1; } }")
    assert analysis.error == "line 1, column 55: `)` is missing."


@pytest.mark.parametrize(
    ("source", "handlers"),
    [
        pytest.param(in_method("return 1;"), ("process_incoming_request",), id="one"),
        pytest.param(
            "class Script { process_outgoing_response() {} prepare_outgoing_request() {} }",
            ("prepare_outgoing_request", "process_outgoing_response"),
            id="two, in the server's order",
        ),
        pytest.param(
            "class Script { 'process_incoming_request'() {} }",
            ("process_incoming_request",),
            id="by a string",
        ),
        pytest.param(
            "class Script { get process_incoming_request() { return 1; } }",
            (),
            id="a getter is none",
        ),
        pytest.param(
            "class Script { [process_incoming_request]() {} }", (), id="a computed key is none"
        ),
        pytest.param(
            "var Script = function () {};\n"
            "Script.prototype = { process_incoming_request: function () {} };",
            ("process_incoming_request",),
            id="an object as the prototype",
        ),
        pytest.param(
            "function Script() { return { process_incoming_request }; }\n"
            "function process_incoming_request() {}",
            ("process_incoming_request",),
            id="a shorthand",
        ),
    ],
)
def test_finds_the_handlers(source: str, handlers: tuple[str, ...]) -> None:
    """The server's methods are found however the script defines them."""
    assert analyse_script(source).handlers == handlers


@pytest.mark.parametrize(
    ("engine", "rules"),
    [
        pytest.param("isolated-vm", ["removed_engine_global", "unknown_global"], id="since 7.0"),
        pytest.param("vm2", ["removed_engine_global", "unknown_global"], id="before 7.0"),
        pytest.param(None, ["removed_engine_global", "unknown_global"], id="not recorded"),
    ],
)
def test_names_removed_globals_whatever_the_engine(engine: str | None, rules: list[str]) -> None:
    """What went with vm2 is found for documents that still name vm2 as well."""
    analysis = analyse_script(in_method("return [moment(), fetch()];"), engine=engine)
    assert [hit.rule for hit in analysis.hits] == rules


HANDLER = "class Script { process_incoming_request() { return 1; } }\n"
SOUND = {
    "guarded module": f"{HANDLER}if (typeof module !== 'undefined') {{ module.exports = Script; }}",
    "implicit globals at the top": f"counter = 0;\nfor (i = 0; i < 2; i++) ;\n{HANDLER}",
    "prototype style": (
        "function Script() { this.n = 1; }\n"
        "Script.prototype.process_incoming_request = function (r) { msg = r; return this.n; };"
    ),
    "thisArg": in_method("return [1].map(function (n) { return this.n; }, this);"),
    "bind": in_method("return [1].map(function (n) { return this.n; }.bind(this));"),
    "for-of": in_method("for (const x of request.content) { console.log(x); }"),
    "closures": in_method("let n = 0;\nreturn () => { n = n + 1; return n; };"),
    "shorthand": in_method("const text = 'a';\nreturn { content: { text } };"),
    "labels": in_method("outer: for (let i = 0; i < 2; i++) { for (;;) { continue outer; } }"),
    "var and function declared later": in_method(
        "a = f();\nvar a;\nreturn a;\nfunction f() { return 1; }"
    ),
    "catch binding": in_method("try { return 1; } catch (e) { e = 2; return e.message; }"),
    "destructured parameters with defaults": (
        "class Script {\n"
        "process_incoming_request({ request: { user: { name } = {} } = {} }, [a = 1] = []) {\n"
        "name = a; return name; } }"
    ),
    "text that looks like code": in_method(
        "return '`i = 0`' + `msg = ${1}` + /x = y/g.source; // z = 1"
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_raises_no_false_alarm(name: str) -> None:
    """Sound scripts have no hits."""
    assert analyse_script(SOUND[name]).hits == ()


def modules_loaded_by(statement: str) -> Iterator[str]:
    """Return the modules that a statement loads in a new interpreter."""
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    yield from done.stdout.split()


def test_loads_the_parser_when_it_is_needed() -> None:
    """Importing the room costs no parser; analysing does."""
    assert "tree_sitter" not in modules_loaded_by("import rcaudit.scripts")
    analyse = "from rcaudit.scripts import analyse_script; analyse_script('')"
    assert "tree_sitter" in modules_loaded_by(analyse)
