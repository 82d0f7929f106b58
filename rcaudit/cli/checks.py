"""`rcaudit checks`: what is looked for, and why."""

import json
import textwrap

import click

from rcaudit.cli.options import json_option

_WIDTH = 96


@click.group()
def checks() -> None:
    """List the checks, or show what one does and how to fix what it finds."""


@checks.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """List every check with its severity and title."""
    from rcaudit.checks.catalogue import ALL_CHECKS  # noqa: PLC0415 - `--help` must stay quick

    if as_json:
        fields = ("slug", "theme", "title", "what", "why", "fix", "needs")
        content = [
            {name: getattr(item, name) for name in fields} | {"severity": item.severity.value}
            for item in ALL_CHECKS
        ]
        click.echo(json.dumps(content, indent=2))
        return
    width = max(len(item.slug) for item in ALL_CHECKS)
    for item in ALL_CHECKS:
        click.echo(f"{item.severity.value:<8}  {item.slug:<{width}}  {item.title}")


@checks.command()
@click.argument("check")
def show(*, check: str) -> None:
    """Show what CHECK does, why it matters, and how to fix what it finds."""
    from rcaudit.checks.catalogue import ALL_CHECKS  # noqa: PLC0415 - `--help` must stay quick

    found = {item.slug: item for item in ALL_CHECKS}.get(check)
    if found is None:
        raise click.UsageError(f"There is no check {check!r}: `rcaudit checks list` has them.")
    click.echo(f"{found.slug} ({found.severity.value}): {found.title}")
    for heading, text in (
        ("What it does", found.what),
        ("Why it matters", found.why),
        ("How to fix it", found.fix),
    ):
        click.echo(f"\n{heading}")
        for paragraph in text.split("\n\n"):
            click.echo(textwrap.indent(textwrap.fill(paragraph, _WIDTH), "  "))
