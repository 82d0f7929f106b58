"""`rcaudit notebooks`: the notebooks that come with rcaudit."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rcaudit.cli.extras import need_lab
from rcaudit.cli.options import quiet_option

if TYPE_CHECKING:
    from rcaudit.output.notebooks import Copy

_WORDS = {
    "copied": "copied",
    "unchanged": "was there already",
    "kept": "kept: yours differs from rcaudit's; move it away to get a fresh one",
}


@click.group()
def notebooks() -> None:
    """List, copy or run the notebooks that come with rcaudit."""


@notebooks.command("list")
def list_() -> None:
    """Print the name of each notebook, and the question that it answers."""
    from rcaudit.output.notebooks import list_notebooks  # noqa: PLC0415 - `--help` must stay quick

    found = list_notebooks()
    width = max(len(notebook.name) for notebook in found)
    for notebook in found:
        click.echo(f"{notebook.name:<{width}}  {notebook.question}")


@notebooks.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def copy(*, folder: Path) -> None:
    """Copy the notebooks into DIR; files that are there already are left as they are."""
    from rcaudit.output.notebooks import copy_notebooks  # noqa: PLC0415 - `--help` must stay quick

    tell_copies(copy_notebooks(folder))


@notebooks.command()
@click.argument("name")
@click.option(
    "-p",
    "--parameter",
    "assignments",
    multiple=True,
    metavar="KEY=VALUE",
    help="Value of a parameter, as often as needed; never a secret.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="Notebook to write; it is written also when a cell fails.",
)
@click.option(
    "--cell-timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
    help="Time that one cell may take.",
)
@quiet_option
def run(
    *, name: str, assignments: tuple[str, ...], out: Path, cell_timeout: float, quiet: bool
) -> None:
    """Run the notebook NAME, or a file .ipynb, from start to end, and print the file written.

    Its parameters are those of its cell tagged `parameters`: SNAPSHOT is the folder of a saved
    snapshot, PROFILE a profile of the configuration. The exit status is 1 where a cell fails.
    """
    need_lab("notebooks run", "nbclient", "ipykernel", "matplotlib")
    from rcaudit.output.notebooks import find_notebook  # noqa: PLC0415 - `--help` must stay quick
    from rcaudit.output.parameters import parse_assignments, read_parameters  # noqa: PLC0415 - likewise
    from rcaudit.output.running import read_notebook, run_notebook  # noqa: PLC0415 - likewise

    path = find_notebook(name)
    values = parse_assignments(assignments, read_parameters(read_notebook(path)))
    click.echo(run_notebook(path, out, values, cell_timeout=cell_timeout, progress=not quiet))


def tell_copies(copies: "list[Copy]") -> None:
    """Say on stderr, a line each, what became of the copies."""
    for copy_ in copies:
        click.echo(f"{copy_.path}: {_WORDS[copy_.state]}.", err=True)
