"""`rcaudit scripts check` and `rcaudit scripts rules`."""

import io
import json
import subprocess
import sys

import pytest
from breaking_scripts import (
    DETACHED_METHOD,
    HARMLESS,
    IMPLICIT_GLOBAL,
    TOO_DEEP,
    UNDERSCORE,
)

from rcaudit.scripts import RULES


@pytest.fixture
def write(home, tmp_path):
    """Write a script file into the current folder."""

    def write(text, name="hook.js"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    return write


@pytest.fixture
def type_in(monkeypatch):
    """Give a text on standard input."""

    def type_in(text):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return type_in


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        pytest.param(HARMLESS, 0, "1 script on 9.0: 1 ready.\n", id="a script that is ready"),
        pytest.param(DETACHED_METHOD, 0, "1 script on 9.0: 1 may fail.\n", id="one that may fail"),
        pytest.param(IMPLICIT_GLOBAL, 3, "1 script on 9.0: 1 breaks.\n", id="one that breaks"),
        pytest.param(UNDERSCORE, 3, "1 script on 9.0: 1 breaks.\n", id="one that needs vm2"),
    ],
)
def test_the_exit_status_says_whether_a_script_breaks(run, write, text, status, said):
    """The summary goes to stderr, so that stdout has the hits alone."""
    done = run("scripts", "check", write(text))
    assert done.status == status
    assert done.err == said


def test_prints_each_hit_as_compilers_do(run, write):
    """File, line and column can be clicked in an editor; the fix stands below."""
    done = run("scripts", "check", write(IMPLICIT_GLOBAL))
    assert done.out.splitlines() == [
        "hook.js:3:9: high: `text` is assigned to, but declared nowhere. [implicit_global]",
        "    text = request.content.text;",
        "    ^",
        "    fix: declare it: `let text = …`",
    ]


def test_reads_standard_input(run, type_in):
    """As an editor gives a text that is not saved yet."""
    type_in(IMPLICIT_GLOBAL)
    done = run("scripts", "check", "-", "--format", "json")
    assert done.status == 3
    assert json.loads(done.out)[0]["file"] == "<stdin>"


def test_checks_many_files_each_once(run, write):
    """A shell's pattern can name a file twice."""
    names = [write(HARMLESS, "a.js"), write(IMPLICIT_GLOBAL, "b.js"), "b.js"]
    names += [write(IMPLICIT_GLOBAL, "c.js")]
    done = run("scripts", "check", *names, "--format", "json")
    assert done.status == 3
    assert [hit["file"] for hit in json.loads(done.out)] == ["b.js", "c.js"]
    assert run("scripts", "check", *names).err == "3 scripts on 9.0: 2 break, 1 ready.\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "hook.js: No such file or directory", id="missing"),
        pytest.param(b"const a = '\xe4';", "hook.js is not in UTF-8 (byte 12)", id="Latin-1"),
        pytest.param("folder", "hook.js: Is a directory", id="a folder"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(run, write, tmp_path, content, said):
    """The others are checked all the same, and the status says that something is wrong."""
    if content == "folder":
        (tmp_path / "hook.js").mkdir()
    elif content is not None:
        write(content)
    done = run("scripts", "check", "hook.js", write(IMPLICIT_GLOBAL, "b.js"))
    assert done.status == 2
    assert said in done.err
    assert done.out.startswith("b.js:3:9: ")


def test_says_nothing_of_scripts_where_it_could_read_none(run, home):
    """There is the error, and no summary."""
    done = run("scripts", "check", "hook.js")
    assert done.status == 2
    assert done.err == "Error: hook.js: No such file or directory.\n"


def test_a_byte_order_mark_is_no_part_of_the_script(run, write):
    """Some editors write one."""
    done = run("scripts", "check", write("\ufeff" + HARMLESS))
    assert done.status == 0


def test_a_script_that_was_not_analysed_is_no_pass(run, write):
    """The exit status is that of an incomplete audit."""
    done = run("scripts", "check", write(TOO_DEEP), write(HARMLESS, "b.js"))
    assert done.status == 6
    assert "hook.js: not analysed: more than" in done.err
    assert "2 scripts on 9.0: 1 ready, 1 not analysed." in done.err


def test_the_server_decides_what_breaks(run, write):
    """8.4 translates scripts before it runs them."""
    done = run("scripts", "check", write(IMPLICIT_GLOBAL), "--server", "8.4")
    assert done.status == 0
    assert done.out == ""


def test_the_engine_decides_what_is_missing(run, write):
    """An old server can have vm2, with underscore."""
    done = run("scripts", "check", write(UNDERSCORE), "--server", "6.5", "--engine", "vm2")
    assert done.status == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(["--server", "nine"], "is no version of Rocket.Chat", id="no version"),
        pytest.param(["--engine", "vm2"], "has no engine vm2", id="an engine that is gone"),
    ],
)
def test_wrong_options_are_told(run, write, options, said):
    """Wrong usage is no break."""
    done = run("scripts", "check", write(IMPLICIT_GLOBAL), *options)
    assert done.status == 2
    assert said in done.err


@pytest.mark.parametrize("output", ["json", "sarif"])
def test_documents_stay_whole_whatever_is_wrong(run, write, output):
    """Errors go to stderr, so that a program can read what there is."""
    done = run("scripts", "check", "nowhere.js", write(TOO_DEEP), "--format", output)
    assert json.loads(done.out) is not None
    assert done.status == 2


def test_tells_github_where(run, write):
    """A workflow shows the hit beside the line."""
    done = run("scripts", "check", write(IMPLICIT_GLOBAL), "--format", "github")
    assert done.out.startswith("::error file=hook.js,line=3,col=9,title=implicit_global::")
    assert done.err == ""


def test_loads_neither_pandas_nor_the_network(tmp_path):
    """An editor runs it at each save."""
    (tmp_path / "hook.js").write_text(HARMLESS)
    program = (
        "import sys; from rcaudit.cli.main import main\n"
        f"sys.argv = ['rcaudit', 'scripts', 'check', {str(tmp_path / 'hook.js')!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'pandas', 'requests', 'matplotlib'} & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"[]\n"


def test_prints_every_rule(run, home):
    """Each with its severity, what happens, and what to write."""
    out = run("scripts", "rules").out
    assert out.count("\n  Fix: ") == len(RULES)
    assert out.startswith("implicit_global  high, breaks\n  Assignment to a name ")


def test_prints_every_rule_for_programs(run, home):
    """The table of rules as it is."""
    rules = json.loads(run("scripts", "rules", "--json").out)
    assert [rule["slug"] for rule in rules] == list(RULES)
    assert rules[0].keys() == {"slug", "title", "severity", "effect", "why", "fix"}
