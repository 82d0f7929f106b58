from pathlib import Path

import pytest
from audit_frames import incoming, make_frames, outgoing

from rcaudit.checks.catalogue import ALL_CHECKS, run_checks
from rcaudit.checks.custom import load_checks_file
from rcaudit.checks.severity import Severity
from rcaudit.errors import ConfigError

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
            "line 3: ValueError: The check bare needs a docstring",
            id="a check without its documentation",
        ),
        pytest.param(
            HEAD + CHECK, "defines short_token, which is taken: rename it.", id="a taken name"
        ),
        pytest.param("x = '\0'\n", "", id="a null byte"),
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
