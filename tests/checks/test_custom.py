from pathlib import Path

import pandas as pd
import pytest
from audit_frames import incoming, make_frames, outgoing
from saved_snapshots import save_generated

from rcaudit.checks.catalogue import ALL_CHECKS, run_checks
from rcaudit.checks.custom import load_checks_file
from rcaudit.checks.finding import Check
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.errors import ConfigError, SnapshotError
from rcaudit.snapshot.snapshot import load_snapshot

EXAMPLE = Path(__file__).parent / "data" / "own_checks.py"
KNOWN = [check.slug for check in ALL_CHECKS]
HEAD = "from rcaudit.checks.finding import check\nfrom rcaudit.checks.severity import Severity\n"
CHECK = '''
@check(Severity.LOW)
def short_token(frames, thresholds):
    """T.

    What it does
        A.

    Why it matters
        B.

    How to fix it
        C.
    """
'''


def test_the_example_defines_two_checks() -> None:
    """They come sorted, with the documentation of their functions."""
    foreign, department = load_checks_file(EXAMPLE, KNOWN)

    assert (foreign.slug, department.slug) == ("foreign_webhook_host", "unknown_department")
    assert foreign.title == "Webhook sends to a host that is not ours"
    assert (foreign.severity, foreign.theme, foreign.needs) == (Severity.HIGH, "custom", ())
    assert department.fix == "Rename it."


def test_what_a_check_changes_is_seen_by_no_other(tmp_path: Path) -> None:
    """A table is its own to work on."""
    path = tmp_path / "own.py"
    body = (
        "    frames.integrations['name'] = ''\n    return frames.integrations.assign(message='m')\n"
    )
    path.write_text(HEAD + CHECK.replace("short_token", "all_of_them") + body, encoding="utf-8")
    checks = (*load_checks_file(path, KNOWN), *ALL_CHECKS)
    audit = run_checks(make_frames(incoming("a", name="OPS")), checks=checks)

    assert set(audit.findings["check"]) == {"all_of_them"}
    assert audit.findings["integration_name"].tolist() == ["OPS"]


def test_the_examples_checks_run_beside_the_others() -> None:
    """They find what they are for, and are skipped for what they need."""
    checks = (*ALL_CHECKS, *load_checks_file(EXAMPLE))
    frames = make_frames(
        incoming("a", name="OPS: builds"),
        outgoing("b", name="OPS: away", urls=["https://hooks.example.com/", "https://example.org"]),
        accounts=None,
    )
    audit = run_checks(frames, checks=checks)

    assert audit.findings[["check", "integration_id", "message"]].to_numpy().tolist() == [
        ["foreign_webhook_host", "b", "Sends to hooks.example.com."]
    ]
    assert "unknown_department" in set(audit.skipped["check"])


def test_the_examples_other_check_finds_names_without_a_department() -> None:
    """It judges where the accounts are there."""
    checks = load_checks_file(EXAMPLE)
    frames = make_frames(incoming("a", name="Builds"), incoming("b", name="OPS: x"))

    assert run_checks(frames, checks=checks).findings["integration_id"].tolist() == ["a"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("x = 1\ndef f(:\n", ", line 2: invalid syntax", id="a syntax error"),
        pytest.param("\n\nimport no_such_module\n", ", line 3: ModuleNotFoundError", id="no such"),
        pytest.param("x = 1\ny = z\n", ", line 2: NameError: name 'z'", id="an unknown name"),
        pytest.param("x = [][0]\n", ", line 1: IndexError", id="an error as it runs"),
        pytest.param("x = 1\n", "defines no check: put @check", id="no check"),
        pytest.param(
            "from rcaudit.checks.exposure.cleartext_webhook_url import cleartext_webhook_url\n",
            "defines no check",
            id="a check of the catalogue only",
        ),
        pytest.param(
            HEAD + "@check(Severity.LOW)\ndef bare(frames, _):\n    '''Nothing.'''\n",
            "line 3: The check bare needs a docstring",
            id="a check without its documentation",
        ),
        pytest.param(
            HEAD + CHECK, "defines short_token, which is taken: rename it.", id="a taken name"
        ),
        pytest.param("x = '\0'\n", "", id="a null byte"),
        pytest.param("import sys\nsys.exit()\n", ", line 2: SystemExit", id="an exit"),
        pytest.param(
            "class Odd(Exception):\n    pass\nraise Odd('\\x1b[31m\\n\\u202eno')\n",
            ", line 3: Odd:  [31m  no",
            id="an error of its own, with control characters",
        ),
        pytest.param(
            HEAD + CHECK + CHECK,
            "line 19: short_token is defined a second time",
            id="a name given twice",
        ),
        pytest.param(
            f"from dataclasses import replace\n{HEAD}{CHECK}"
            "again = replace(short_token, title='U')\n",
            "defines more than one check short_token",
            id="two checks of one name",
        ),
    ],
)
def test_a_file_that_is_wrong_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """The message says which file, which line, and what is wrong."""
    path = tmp_path / "own.py"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        load_checks_file(path, KNOWN)

    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The message says so."""
    with pytest.raises(ConfigError, match=r"Cannot read the checks .*: No such file"):
        load_checks_file(tmp_path / "own.py")


def test_a_name_is_taken_only_where_it_is_known(tmp_path: Path) -> None:
    """Without a list of slugs any name will do."""
    path = tmp_path / "own.py"
    path.write_text(HEAD + CHECK, encoding="utf-8")

    (own,) = load_checks_file(path)
    assert own.slug == "short_token"


def own_check(folder: Path, *lines: str) -> Check:
    """Return the check of a file, whose body is these lines, the first of them line 18."""
    path = folder / "own.py"
    head = "import pandas as pd\n" + HEAD.replace("import check\n", "import check, found\n")
    path.write_text(head + CHECK + "".join(f"    {line}\n" for line in lines), encoding="utf-8")
    (own,) = load_checks_file(path)
    return own


ROWS = "rows = frames.integrations"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param(
            [ROWS, "return rows['no_such']"],
            "line 19: the check short_token: KeyError: 'no_such'",
            id="an unknown column",
        ),
        pytest.param(
            ["def inner():", "    raise Exception('\\x1b[31m\\n\\u202eno')", "inner()"],
            "line 19: the check short_token: Exception:  [31m  no",
            id="an error with control characters",
        ),
        pytest.param(
            ["import sys", "sys.exit(0)"],
            "line 19: the check short_token: SystemExit: 0",
            id="an exit",
        ),
        pytest.param(["pass"], "must return a DataFrame", id="nothing"),
        pytest.param([ROWS, "return rows['name']"], "must return a DataFrame", id="a column"),
        pytest.param(
            [ROWS, "return rows[['name']]"], "must return a DataFrame", id="other columns"
        ),
        pytest.param(
            ["return found(frames.integrations, 'x', severity='bad')"],
            "the severity 'bad'; it can be critical,",
            id="an unknown severity",
        ),
        pytest.param(
            [ROWS, "return found(rows, 'x', severity=pd.Series([[]] * len(rows)))"],
            "the column severity must hold texts",
            id="a severity that is a list",
        ),
        pytest.param(
            [ROWS, "return found(rows, pd.Series([1] * len(rows)))"],
            "the column message must hold texts",
            id="messages that are numbers",
        ),
        pytest.param(
            [ROWS, "return found(rows, pd.Series([None] * len(rows)))"],
            "the column message must hold texts, and no gaps",
            id="messages that are missing",
        ),
        pytest.param(
            ["rows = pd.DataFrame({'integration_id': [['a']]})", "return found(rows, 'x')"],
            "the column integration_id must hold texts",
            id="an id that is a list",
        ),
        pytest.param(
            ["return found(frames.integrations, 'x', line='three')"],
            "the column line must hold whole numbers from 1",
            id="a line that is a text",
        ),
        pytest.param(
            ["return found(frames.integrations, 'x', line=1, column=1.5)"],
            "the column column must hold whole numbers from 1",
            id="half a column",
        ),
        pytest.param(
            ["return found(frames.integrations, 'x', line=0)"],
            "the column line must hold whole numbers from 1",
            id="line 0",
        ),
        pytest.param(
            ["return found(frames.integrations, 'x', line=10**30)"],
            "the column line must hold whole numbers from 1",
            id="a line that is too large",
        ),
        pytest.param(
            [
                "rows = found(frames.integrations, 'x')",
                "return pd.concat([rows, rows], axis='columns')",
            ],
            "has a column twice",
            id="columns that stand twice",
        ),
    ],
)
def test_a_check_that_fails_is_the_files_mistake(
    tmp_path: Path, lines: list[str], message: str
) -> None:
    """The message has the file, the check, the line, and what is wrong, on one line."""
    own = own_check(tmp_path, *lines)

    with pytest.raises(ConfigError) as caught:
        run_checks(make_frames(incoming("a")), checks=[own])

    told = str(caught.value)
    assert told.startswith(f"{tmp_path / 'own.py'}, ")
    assert "short_token" in told
    assert message in told
    assert told.isprintable()
    assert caught.value.__cause__ is not None


def test_a_check_of_other_parameters_is_told_by_the_line_where_it_begins(tmp_path: Path) -> None:
    """It fails before any line of the file runs."""
    path = tmp_path / "own.py"
    path.write_text(HEAD + CHECK.replace("frames, thresholds", "frames"), encoding="utf-8")

    with pytest.raises(ConfigError, match=r"own\.py, line 4: .*TypeError: short_token\(\) takes 1"):
        run_checks(make_frames(), checks=load_checks_file(path))


def test_lines_may_come_as_floats_with_gaps(tmp_path: Path) -> None:
    """Pandas makes them floats where one is missing; that is no mistake."""
    own = own_check(tmp_path, "return found(frames.integrations, 'x', line=pd.Series([3.0, None]))")

    findings = run_checks(make_frames(incoming("a"), incoming("b")), checks=[own]).findings
    assert findings["line"].tolist() == [3, pd.NA]


def test_a_damaged_snapshot_is_not_the_files_mistake(tmp_path: Path) -> None:
    """Tables are read when a check first asks for them."""
    save_generated(tmp_path / "snapshot", 1)
    own = own_check(tmp_path, "return found(frames.integrations, 'x')")
    frames = load_snapshot(tmp_path / "snapshot").frames
    (tmp_path / "snapshot" / "documents.jsonl.gz").write_bytes(b"no gzip")

    with pytest.raises(SnapshotError):
        own.select(frames, Thresholds())


def test_the_documentation_of_a_check_survives(tmp_path: Path) -> None:
    """What guards a check changes nothing else of it."""
    own = own_check(tmp_path, "return found(frames.integrations, 'x')")

    assert (own.slug, own.title, own.why, own.severity) == ("short_token", "T", "B.", Severity.LOW)
