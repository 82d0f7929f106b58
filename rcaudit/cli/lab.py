"""`rcaudit lab`: JupyterLab on a copy of the notebooks."""

import os
import sys
from pathlib import Path

import click

from rcaudit.cli.extras import need_lab
from rcaudit.cli.notebooks import tell_copies

_CONFIG = Path(__file__).parent / "jupyter"
"""Without the question whether to show Jupyter's news: no option of JupyterLab keeps it away."""
_START = """\
import sys
sys.modules["rfc3987_syntax"] = None
from jupyterlab.labapp import main
sys.exit(main())
"""
"""JupyterLab, without a parser that jsonschema builds at import and can do without.

It checks international web addresses, which neither notebooks nor JupyterLab's events have, and
takes 1.3 s: more than half of the server's start (rfc3987-syntax 1.1, jsonschema 4.26)."""


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("rcaudit-notebooks"),
    show_default=True,
    help="Folder for the copies; those that are there already are left as they are.",
)
@click.argument("arguments", nargs=-1, metavar="[-- ARGUMENTS]", type=click.UNPROCESSED)
def lab(*, folder: Path, arguments: tuple[str, ...]) -> None:
    """Open JupyterLab on a copy of the notebooks.

    ARGUMENTS after -- go to JupyterLab: `rcaudit lab -- --no-browser --port 9999`. Needs the extra
    `lab`: pip install 'rcaudit[lab]'.
    """
    need_lab("lab", "jupyterlab", "matplotlib", "ipykernel")
    from rcaudit.output.notebooks import FIRST, copy_notebooks  # noqa: PLC0415 - `--help` is quick

    tell_copies(copy_notebooks(folder))
    command = [
        *(sys.executable, "-c", _START),
        f"--ServerApp.root_dir={folder.resolve()}",
        f"--LabApp.default_url=/lab/tree/{FIRST}.ipynb",
        # An audit asks nothing of anybody else: no news, no look for updates.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        *arguments,
    ]
    places = (str(_CONFIG), os.environ.get("JUPYTER_CONFIG_PATH"))
    environment = os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, places))}
    sys.stderr.flush()
    os.execve(sys.executable, command, environment)  # noqa: S606 - no shell is wanted
