"""`rcaudit scripts`: integration scripts in files, and the rules that they are judged by."""

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import click

from rcaudit.cli.options import json_option
from rcaudit.cli.scripts_export import export
from rcaudit.cli.status import DONE, FINDINGS, INCOMPLETE, UNUSABLE

if TYPE_CHECKING:
    from rcaudit.checks.sources import Outcome


@click.group()
def scripts() -> None:
    """Read integration scripts without running them."""


@scripts.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--engine",
    type=click.Choice(["isolated-vm", "vm2"]),
    default="isolated-vm",
    show_default=True,
    help="Engine that runs the scripts; vm2 for servers before 7.0 only.",
)
@click.option(
    "--server",
    metavar="VERSION",
    default="9.0",
    show_default=True,
    help="Version of the server; 9.0 also for scripts that 8.4 to 8.x do not transpile.",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="For people, programs, code scanning, or the log of a GitHub workflow.",
)
def check(
    *,
    files: tuple[str, ...],
    engine: Literal["isolated-vm", "vm2"],
    server: str,
    output: Literal["text", "json", "sarif", "github"],
) -> int:
    """Say where the scripts in FILE... break, and what to write instead; - is standard input.

    Nothing of a script is run. The exit status is 3 where one fails on that server, 2 where a
    file cannot be read, and 6 where a script is too large or too deeply nested to be analysed.
    """
    from rcaudit.checks.sources import judge_source  # noqa: PLC0415 - `--help` must stay quick
    from rcaudit.output.hits import render_hits  # noqa: PLC0415 - `--help` likewise

    texts = dict(_read(files))
    judged = [
        judge_source(file, text, engine=engine, server=server)
        for file, text in texts.items()
        if text is not None
    ]
    click.echo(render_hits(judged, output), nl=False)
    for one in judged:
        if one.problem is not None:
            click.echo(f"{_quoted(one.file)}: not analysed: {one.problem}.", err=True)
    outcomes = Counter(one.outcome for one in judged)
    if output == "text" and judged:
        click.echo(_summary(outcomes, server), err=True)
    if len(judged) < len(texts):
        return UNUSABLE
    if outcomes["breaks"]:
        return FINDINGS
    return INCOMPLETE if outcomes["not_analysed"] else DONE


def _read(files: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
    """Give the text of each file, and say on stderr why there is none."""
    for file in dict.fromkeys(files):
        name = "<stdin>" if file == "-" else file
        try:
            with click.open_file(file, "rb") as stream:
                yield name, stream.read().decode("utf-8-sig")
        except OSError as error:
            click.echo(f"Error: {_quoted(name)}: {error.strerror}.", err=True)
            yield name, None
        except UnicodeDecodeError as error:
            click.echo(
                f"Error: {_quoted(name)} is not in UTF-8 (byte {error.start + 1}): convert it, as "
                "in `iconv -f latin1 -t utf-8`.",
                err=True,
            )
            yield name, None


def _quoted(file: str) -> str:
    return click.format_filename(file)


def _summary(outcomes: Counter["Outcome"], server: str) -> str:
    breaks, flawed, ready = outcomes["breaks"], outcomes["flawed"], outcomes["ready"]
    parts = [
        f"{breaks} {'breaks' if breaks == 1 else 'break'}" if breaks else "",
        f"{flawed} may fail" if flawed else "",
        f"{ready} ready" if ready else "",
        f"{outcomes['not_analysed']} not analysed" if outcomes["not_analysed"] else "",
    ]
    total = outcomes.total()
    noun = "script" if total == 1 else "scripts"
    return f"{total} {noun} on {server}: {', '.join(filter(None, parts))}."


@scripts.command()
@json_option
def rules(*, as_json: bool) -> None:
    """Print every rule: what it finds, why that matters, and what to write instead."""
    from rcaudit.scripts import RULES  # noqa: PLC0415 - `--help` must stay quick

    if as_json:
        click.echo(json.dumps([dataclasses.asdict(rule) for rule in RULES.values()], indent=2))
        return
    for rule in RULES.values():
        click.secho(rule.slug, bold=True, nl=False)
        click.echo(f"  {rule.severity}, {rule.effect.replace('_', ' ')}")
        for text in (f"{rule.title}.", rule.why, f"Fix: {rule.fix}"):
            click.echo(click.wrap_text(text, 96, "  ", "  "))
        click.echo()


scripts.add_command(export)
