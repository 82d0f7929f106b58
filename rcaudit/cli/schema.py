"""`rcaudit schema`: the data dictionary."""

import dataclasses
import json

import click

from rcaudit.cli.options import json_option


@click.command()
@click.argument("table", required=False)
@json_option
def schema(*, table: str | None, as_json: bool) -> None:
    """Print every column of every table, or of TABLE: name, dtype, source field and meaning."""
    from rcaudit.frames.schema import DICTIONARY  # noqa: PLC0415 - `--help` must stay quick

    if table is not None and table not in DICTIONARY:
        raise click.UsageError(f"There is no table {table!r}: known are {', '.join(DICTIONARY)}.")
    chosen = [DICTIONARY[table]] if table is not None else list(DICTIONARY.values())
    if as_json:
        fields = {
            item.name: {
                "row": item.row,
                "columns": [
                    dataclasses.asdict(column) | {"dtype": column.dtype} for column in item.columns
                ],
            }
            for item in chosen
        }
        click.echo(json.dumps(fields, indent=2))
        return
    for item in chosen:
        click.secho(item.name, bold=True, nl=False)
        click.echo(f"  {item.row}")
        width = max(len(column.name) for column in item.columns)
        for column in item.columns:
            source = f" [{column.source}]" if column.source else ""
            click.echo(f"  {column.name:<{width}}  {column.kind:<8}  {column.meaning}{source}")
        click.echo()
