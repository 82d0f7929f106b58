"""The notebooks on workspaces of other sizes than the sample's."""

from pathlib import Path

import pytest
from made_notebooks import read_notebook, write_notebook
from saved_snapshots import save_generated

import rcaudit
from rcaudit.output.chapters import CHAPTERS
from rcaudit.output.notebooks import list_notebooks
from rcaudit.output.parameters import read_parameters
from rcaudit.output.running import run_notebook

PARAMETERS = "SNAPSHOT = None\nPROFILE = None\nTOP = 15\nDAYS = 365"


def join_notebooks(path: Path) -> Path:
    """Write one notebook that has the code of all of them, for one kernel to run."""
    sources = []
    for notebook in list_notebooks():
        content = read_notebook(notebook.path)
        assert (
            read_parameters(content).items()
            <= {
                "SNAPSHOT": None,
                "PROFILE": None,
                "TOP": 15,
                "DAYS": 365,
            }.items()
        )
        sources += [
            cell.source
            for cell in content.cells
            if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", [])
        ]
    return write_notebook(path, *sources, parameters=PARAMETERS)


@pytest.mark.parametrize("size", [0, 1, 5000])
def test_answers_for_workspaces_of_every_size(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """No cell fails, none prints a warning, and what is empty says so."""
    monkeypatch.setenv("PYTHONPATH", str(Path(rcaudit.__file__).parents[1]))
    monkeypatch.setenv("PYTHONWARNINGS", "default")
    folder = tmp_path / "snapshot"
    save_generated(folder, size)
    out = run_notebook(
        join_notebooks(tmp_path / "all.ipynb"), tmp_path / "out.ipynb", {"SNAPSHOT": str(folder)}
    )
    code = [cell for cell in read_notebook(out).cells if cell.cell_type == "code"]
    shown = [output for cell in code for output in cell.outputs]
    assert [output.output_type for output in shown if "data" not in output] == []
    tables = [output.data["text/html"] for output in shown if "text/html" in output.data]
    assert any(f"<td style='text-align:left'>{size}</td>" in table for table in tables)
    if size < 2:
        assert any("<em>none</em>" in table for table in tables)
    figures = sum(section.figure is not None for one in CHAPTERS for section in one.sections)
    assert sum("image/png" in output.data for output in shown) == figures
