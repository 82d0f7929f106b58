"""What SARIF 2.1.0 logs have in common, whatever they tell of (OASIS Standard, with errata 01).

GitHub shows results whose location has a URI and a line, and takes `help` as a rule's page (its
documentation, "SARIF support for code scanning").
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rcaudit.snapshot.manifest import tool_version

Json = dict[str, Any]

SCHEMA_URI: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def make_log(
    *,
    rules: Sequence[Json],
    results: Sequence[Json],
    notifications: Sequence[Json],
    succeeded: bool = True,
    more: Mapping[str, Any] | None = None,
) -> Json:
    """Return a log with one run.

    Args:
        rules: Every rule, as `make_rule` makes them.
        results: What was found.
        notifications: Where nobody could look.
        succeeded: Whether the tool did what it was asked to.
        more: Other properties of the run.
    """
    run = {
        "tool": {
            "driver": {"name": "rcaudit", "semanticVersion": tool_version(), "rules": rules},
        },
        # Ours count characters; SARIF's default counts UTF-16 units (3.14.27).
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {"executionSuccessful": succeeded, "toolExecutionNotifications": notifications}
        ],
        "results": results,
        **(more or {}),
    }
    return {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [run]}


def make_rule(
    slug: str, title: str, *, what: str, help_parts: Mapping[str, str], level: str
) -> Json:
    """Return a rule; its help has the parts under their titles, as text and as Markdown."""
    parts = help_parts.items()
    return {
        "id": slug,
        "name": "".join(word.capitalize() for word in slug.split("_")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": what},
        "help": {
            "text": "\n\n".join(f"{part}: {text}" for part, text in parts),
            "markdown": "\n\n".join(f"**{part}**\n\n{text}" for part, text in parts),
        },
        "defaultConfiguration": {"level": level},
    }


def make_place(uri: str, line: int = 1, column: int | None = None) -> Json:
    """Return a physical location; what has no line of its own is about the whole artifact."""
    region = {"startLine": line} | ({} if column is None else {"startColumn": column})
    return {"artifactLocation": {"uri": uri}, "region": region}
