from rcaudit.output.workflow_commands import render_command


def test_a_command_has_its_properties_and_a_message() -> None:
    """They come in the order that they are given."""
    assert (
        render_command("error", "Wrong.", file="a.js", line="3")
        == "::error file=a.js,line=3::Wrong."
    )


def test_nothing_ends_a_property_or_a_command_early() -> None:
    """What would is escaped; a message may have colons and commas."""
    assert render_command("notice", "a: b, 100%\r\n::error::c", title="d:e,f%\n") == (
        "::notice title=d%3Ae%2Cf%25%0A::a: b, 100%25%0D%0A::error::c"
    )
