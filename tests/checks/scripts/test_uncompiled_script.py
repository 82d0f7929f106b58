import pytest
from audit_frames import incoming, scripted
from judging import flagged, only

from rcaudit.checks.scripts.uncompiled_script import uncompiled_script

ERROR = {
    "name": "SyntaxError",
    "message": "unknown: Unexpected token. (12:5)\n  11 | x",
    "stack": "at",
}


@pytest.mark.parametrize(
    ("fields", "reason", "place"),
    [
        pytest.param({"scriptError": ERROR}, ": Unexpected token", (12, 6), id="an error of Babel"),
        pytest.param(
            {"scriptError": {"name": "SyntaxError"}}, ": SyntaxError", None, id="a name only"
        ),
        pytest.param(
            {"scriptError": {"message": "Illegal return"}}, ": Illegal return", None, id="no place"
        ),
        pytest.param(
            {"scriptError": "Illegal return"},
            ": Illegal return",
            None,
            id="a text",
        ),
        pytest.param({"scriptCompiled": None}, "", None, id="no compiled text"),
        pytest.param({"scriptCompiled": ""}, "", None, id="an empty compiled text"),
        pytest.param({"script": None, "scriptCompiled": None}, "", None, id="no script at all"),
    ],
)
def test_flags_scripts_that_could_not_be_compiled(
    fields: dict[str, object], reason: str, place: tuple[int, int] | None
) -> None:
    """The first line of the error is told, and its place where it has one."""
    finding = only(uncompiled_script, scripted("a", **fields))

    assert finding["message"] == f"The server could not compile its script{reason}."
    if place:
        assert (finding["line"], finding["column"]) == place


def test_flags_without_the_texts_of_scripts() -> None:
    """What is known of the error is enough."""
    document = scripted("a", scriptError=ERROR)

    assert flagged(uncompiled_script, document, keep_scripts=False) == ["a"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"scriptError": None}, id="no error"),
        pytest.param({"scriptEnabled": False}, id="the script is off"),
        pytest.param({"enabled": False}, id="the integration is off"),
    ],
)
def test_ignores_others(fields: dict[str, object]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(uncompiled_script, scripted("a", **({"scriptError": ERROR} | fields))) == []


def test_ignores_integrations_without_a_script() -> None:
    """Nothing is there to be compiled."""
    assert flagged(uncompiled_script, incoming("a")) == []
