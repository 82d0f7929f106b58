"""The notebooks that come with rcaudit: which there are, and copies to work on."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rcaudit.errors import ConfigError, OutputError
from rcaudit.snapshot.files import make_folder

FIRST = "start_here"
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Notebook:
    """A notebook: its name, the question that it answers, and its file."""

    name: str
    question: str
    path: Path


@dataclass(frozen=True)
class Copy:
    """What became of a copy.

    `state`: `copied`; `unchanged`, where the same file was there; `kept`, where another one was
    there, and still is.
    """

    path: Path
    state: Literal["copied", "unchanged", "kept"]


def notebook_folder() -> Path:
    """Return the folder of the notebooks: in the wheel, or in the checkout beside the package."""
    installed = _PACKAGE / "notebooks"
    return installed if installed.is_dir() else _PACKAGE.parent / "notebooks"


def list_notebooks() -> list[Notebook]:
    """Return the notebooks, the one to start with first."""
    paths = sorted(notebook_folder().glob("*.ipynb"), key=lambda path: (path.stem != FIRST, path))
    return [Notebook(path.stem, _read_question(path), path) for path in paths]


def find_notebook(name: str | Path) -> Path:
    """Return the file of a notebook: one of rcaudit's by its name, or any by its path.

    Raises:
        ConfigError: There is none.
    """
    known = {notebook.name: notebook.path for notebook in list_notebooks()}
    if str(name) in known:
        return known[str(name)]
    path = Path(name)
    if path.suffix == ".ipynb" and path.is_file():
        return path
    raise ConfigError(
        f"There is no notebook {str(name)!r}: known are {', '.join(known)}, "
        "or name a file that ends in .ipynb."
    )


def copy_notebooks(folder: str | Path) -> list[Copy]:
    """Copy the notebooks into a folder; a file that is there already is never written over.

    Raises:
        OutputError: The folder cannot be written.
    """
    folder = Path(folder)
    make_folder(folder)
    return [_copy(notebook.path, folder / notebook.path.name) for notebook in list_notebooks()]


def _copy(source: Path, target: Path) -> Copy:
    content = source.read_bytes()
    try:
        with target.open("xb") as file:
            file.write(content)
    except FileExistsError:
        is_same = target.is_file() and target.read_bytes() == content
        return Copy(target, "unchanged" if is_same else "kept")
    except OSError as error:
        raise OutputError(f"Cannot write {target}: {error.strerror}.") from error
    return Copy(target, "copied")


def _read_question(path: Path) -> str:
    # As JSON: nbformat takes 0.1 s to import, and ten times that beside JupyterLab.
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
    lines = "".join(first).splitlines()
    return lines[0].lstrip("# ")
