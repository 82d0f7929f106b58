"""Small notebooks, and what a run left in them."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

DECLARED = "PLACE = None\nTOP = 15\nNAME = 'ada'\nIS_SHORT = False\nMADE = len('x')"


def write_notebook(path: Path, *sources: str, parameters: str | None = DECLARED) -> Path:
    """Write a notebook of these code cells, after a title and a cell of parameters."""
    cells = [new_markdown_cell("# What is it?\n\nReads nothing.", id="title")]
    if parameters is not None:
        tags = {"tags": ["parameters"]}
        cells.append(new_code_cell(parameters, id="parameters", metadata=tags))
    cells += [new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources)]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def read_notebook(path: Path) -> NotebookNode:
    """Return the notebook of a file."""
    return nbformat.read(path, as_version=4)


def printed(notebook: NotebookNode) -> list[str]:
    """Return what the code cells printed, a text for each cell."""
    return [
        "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
