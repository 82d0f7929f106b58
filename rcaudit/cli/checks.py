"""`rcaudit checks`: what is looked for, and why."""

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rcaudit.cli.options import json_option

if TYPE_CHECKING:
    from rcaudit.checks.finding import Check

_WIDTH = 96

checks_file_option = click.option(
    "--checks-file", type=click.Path(path_type=Path), help="Python file of own checks."
)


def known_checks(checks_file: Path | None) -> dict[str, "Check"]:
    """Return every check by its slug, with those of a file of one's own."""
    from rcaudit.checks.catalogue import ALL_CHECKS  # noqa: PLC0415 - `--help` must stay quick
    from rcaudit.checks.custom import load_checks_file  # noqa: PLC0415 - `--help` likewise

    known = {item.slug: item for item in ALL_CHECKS}
    if checks_file is not None:
        known |= {item.slug: item for item in load_checks_file(checks_file, known=known)}
    return known


def refuse_unknown(slug: str, known: dict[str, "Check"]) -> None:
    """Say where the checks are listed, if there is none of this name."""
    if slug not in known:
        raise click.UsageError(f"There is no check {slug!r}: `rcaudit checks list` has them.")


@click.group()
def checks() -> None:
    """List the checks, or show what one does and how to fix what it finds."""


@checks.command("list")
@checks_file_option
@json_option
def list_(*, checks_file: Path | None, as_json: bool) -> None:
    """List every check with its severity and title."""
    known = known_checks(checks_file).values()
    if as_json:
        fields = ("slug", "theme", "title", "what", "why", "fix", "needs")
        content = [
            {name: getattr(item, name) for name in fields} | {"severity": item.severity.value}
            for item in known
        ]
        click.echo(json.dumps(content, indent=2))
        return
    width = max(len(item.slug) for item in known)
    for item in known:
        click.echo(f"{item.severity.value:<8}  {item.slug:<{width}}  {item.title}")


@checks.command()
@click.argument("check")
@checks_file_option
def show(*, check: str, checks_file: Path | None) -> None:
    """Show what CHECK does, why it matters, and how to fix what it finds."""
    known = known_checks(checks_file)
    refuse_unknown(check, known)
    found = known[check]
    click.echo(f"{found.slug} ({found.severity.value}): {found.title}")
    for heading, text in (
        ("What it does", found.what),
        ("Why it matters", found.why),
        ("How to fix it", found.fix),
    ):
        click.echo(f"\n{heading}")
        for paragraph in text.split("\n\n"):
            click.echo(textwrap.indent(textwrap.fill(paragraph, _WIDTH), "  "))
