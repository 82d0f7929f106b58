"""Commands that a job of GitHub's workflows prints to have them shown as annotations.

Source: GitHub's documentation, "Workflow commands for GitHub Actions", and how its runner takes
`%0A` and the like back.
"""

_IN_MESSAGE = "%\r\n"
_IN_PROPERTY = "%\r\n:,"


def render_command(command: str, message: str, **properties: str) -> str:
    """Return a command on one line: `::error file=a.js,line=3::message`."""
    told = ",".join(f"{name}={_escape(value, _IN_PROPERTY)}" for name, value in properties.items())
    return f"::{command} {told}::{_escape(message, _IN_MESSAGE)}"


def _escape(text: str, signs: str) -> str:
    return "".join(f"%{ord(sign):02X}" if sign in signs else sign for sign in text)
