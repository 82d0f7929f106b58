import pytest
from audit_frames import outgoing, scripted
from judging import flagged, only

from rcaudit.checks.scripts.script_without_handler import script_without_handler
from rcaudit.snapshot.redaction import Document

NO_METHOD = "class Script { run() {} }"


def sending(source: str) -> Document:
    """Return an outgoing integration with a compiled script."""
    return outgoing("a", scriptEnabled=True, script=source, scriptCompiled=source)


@pytest.mark.parametrize(
    ("source", "lack"),
    [
        pytest.param("var x = 1;", "class Script", id="no class"),
        pytest.param(NO_METHOD, "process_incoming_request", id="no method"),
        pytest.param(
            "class Script { prepare_outgoing_request() {} }",
            "process_incoming_request",
            id="the method of an outgoing one",
        ),
        pytest.param(
            "class Script { /* process_incoming_request() {} */ }",
            "process_incoming_request",
            id="the method stands in a comment",
        ),
        pytest.param(
            "// class Script\nfunction process_incoming_request() {}",
            "class Script",
            id="the class stands in a comment",
        ),
        pytest.param("if (Script == 1) process_incoming_request();", "class Script", id="compared"),
    ],
)
def test_flags_incoming_scripts_that_the_server_would_not_call(source: str, lack: str) -> None:
    """The class or the method is not there."""
    assert only(script_without_handler, scripted("a", source))["message"] == (
        f"Its script has no {lack}."
    )


def test_flags_outgoing_scripts_that_the_server_would_not_call() -> None:
    """An outgoing one has two methods to choose from."""
    source = "class Script { process_incoming_request() {} }"

    assert only(script_without_handler, sending(source))["message"] == (
        "Its script has no prepare_outgoing_request or process_outgoing_response."
    )


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(scripted("a"), id="a class with the method"),
        pytest.param(
            scripted("a", "function Script() {}\nScript.prototype.process_incoming_request = f;"),
            id="a constructor",
        ),
        pytest.param(
            scripted("a", "Script = class { async process_incoming_request() {} }"),
            id="an assigned class",
        ),
        pytest.param(sending("class Script { prepare_outgoing_request() {} }"), id="before"),
        pytest.param(sending("class Script { process_outgoing_response() {} }"), id="after"),
        pytest.param(
            scripted("a", "class Script { prepare_outgoing_request() {} }", type="other"),
            id="an unknown direction, with any method",
        ),
        pytest.param(scripted("a", NO_METHOD, scriptEnabled=False), id="the script is off"),
        pytest.param(scripted("a", NO_METHOD, enabled=False), id="the integration is off"),
        pytest.param(scripted("a", NO_METHOD, scriptCompiled=None), id="not compiled"),
        pytest.param(scripted("a", ""), id="an empty script"),
    ],
)
def test_ignores_scripts_that_are_called_or_cannot_be(document: Document) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(script_without_handler, document) == []
