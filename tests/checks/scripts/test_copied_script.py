import pytest
from audit_frames import RELAY, incoming, outgoing, scripted
from judging import flagged, judge

from rcaudit.checks.scripts.copied_script import copied_script


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(RELAY, id="the same text"),
        pytest.param(f"// for the tests\n{RELAY}/* the end */", id="comments added"),
        pytest.param(RELAY.replace("    ", "\t").replace("\n", "\r\n"), id="other white space"),
        pytest.param("".join(RELAY.splitlines()), id="all on one line"),
    ],
)
def test_flags_both_copies(copy: str) -> None:
    """Each is flagged and names the other, on or off."""
    findings = judge(copied_script, scripted("a"), scripted("b", copy, enabled=False))

    assert findings["message"].tolist() == [
        "Its script is also that of 'Builds b' (b).",
        "Its script is also that of 'Builds a' (a).",
    ]


def test_flags_copies_with_other_credentials() -> None:
    """What was removed does not tell copies apart."""
    one, other = (
        f"const apiKey = '{secret}';\n{RELAY}"
        for secret in ("T9fK2mQ7xR4vB8nLw3Zz", "q8Zr3Tn6Wb1Xe5Kd2Lm9")
    )

    assert flagged(copied_script, scripted("a", one), scripted("b", other)) == ["a", "b"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(RELAY, RELAY.replace("text", "html"), id="another word"),
        pytest.param("x = 'a // b';", "x = 'a // c';", id="slashes in single quotes"),
        pytest.param('x = "a /* b";', 'x = "a /* c";', id="a comment's sign in double quotes"),
        pytest.param("x = `a // ${b}`;", "x = `a // ${c}`;", id="slashes in a template"),
        pytest.param(r"x = 'it\'s // b';", r"x = 'it\'s // c';", id="an escaped quote"),
        pytest.param(r"x = /a\//.b; // n", r"x = /a\//.c; // n", id="slashes in a pattern"),
        pytest.param("x = /[/]'/.b; // '", "x = /[/]'/.c; // '", id="a quote in a pattern"),
        pytest.param("x = a / b; // /", "x = a / c; // /", id="a division"),
        pytest.param("// a", "/* b */", id="nothing but comments"),
        pytest.param(" ", "\n", id="nothing but white space"),
        pytest.param(None, None, id="no scripts"),
    ],
)
def test_ignores_different_scripts(one: str | None, other: str | None) -> None:
    """One condition changed, and it is not flagged."""
    documents = [scripted(key, script=text) for key, text in (("a", one), ("b", other))]

    assert flagged(copied_script, *documents) == []


def test_ignores_a_script_of_its_own() -> None:
    """One copy is none."""
    assert flagged(copied_script, scripted("a"), incoming("b"), outgoing("c")) == []
