"""The notebooks as files: how they are made, and that they say what the report says."""

import ast
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from made_notebooks import read_notebook
from nbformat import NotebookNode

import rcaudit
from rcaudit.output.chapters import CHAPTERS, Chapter
from rcaudit.output.notebooks import list_notebooks
from rcaudit.output.parameters import read_parameters

NOTEBOOKS = {notebook.name: read_notebook(notebook.path) for notebook in list_notebooks()}
PATHS = {notebook.name: notebook.path for notebook in list_notebooks()}
CHECKS_HEADING = "## What do the checks find?"
"""The report lists the findings themselves, before all else."""
every_notebook = pytest.mark.parametrize("name", NOTEBOOKS)


def code_of(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags_of(cell: NotebookNode) -> list[str]:
    """Return the tags of a cell."""
    return cell.metadata.get("tags", [])


@every_notebook
def test_is_valid_and_small(name: str):
    """A code host renders what is valid; a reader opens what is small."""
    nbformat.validate(NOTEBOOKS[name])
    assert PATHS[name].stat().st_size < 400_000
    assert len(code_of(NOTEBOOKS[name])) <= 10


@every_notebook
def test_says_nothing_of_when_and_where_it_ran(name: str):
    """A run on another day or Python changes nothing but outputs that changed."""
    notebook = NOTEBOOKS[name]
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    for cell in notebook.cells:
        assert cell.metadata.keys() <= {"tags"}
    text = PATHS[name].read_text(encoding="utf-8")
    assert text == nbformat.writes(notebook) + "\n"
    assert "ipykernel_" not in text
    assert str(Path(rcaudit.__file__).parents[1]) not in text


@every_notebook
def test_was_run_from_the_top_without_an_error(name: str):
    """What is stored is what a fresh kernel gave."""
    code = code_of(NOTEBOOKS[name])
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    for cell in code[1:]:
        assert cell.outputs
        assert all(
            output.output_type in {"execute_result", "display_data"} for output in cell.outputs
        )


@every_notebook
def test_begins_with_a_question_and_two_sentences(name: str):
    """The title asks; the sentences say what is read, and what to do with the answer."""
    title, _, sentences = NOTEBOOKS[name].cells[0].source.partition("\n\n")
    assert title.startswith("# ")
    assert title.endswith("?")
    assert sentences.count(". ") == 1


@every_notebook
def test_declares_its_parameters_and_none_is_secret(name: str):
    """Both ways to another workspace are there, and the sample is the default."""
    first, second = code_of(NOTEBOOKS[name])[:2]
    assert tags_of(first) == ["parameters"]
    parameters = read_parameters(NOTEBOOKS[name])
    assert (parameters["SNAPSHOT"], parameters["PROFILE"]) == (None, None)
    assert second.source.startswith("import rcaudit\n")


@every_notebook
def test_has_no_programming_in_it(name: str):
    """A cell is one expression: what is worth a function is in the package."""
    code = code_of(NOTEBOOKS[name])
    for cell in code:
        kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
        assert not kinds & {ast.FunctionDef, ast.Lambda, ast.For, ast.While, ast.If, ast.ListComp}
        assert not any(line.lstrip().startswith(("%", "!")) for line in cell.source.splitlines())
    for cell in code[2:]:
        (statement,) = ast.parse(cell.source).body
        assert isinstance(statement, ast.Expr)


@every_notebook
def test_shows_each_thing_under_a_heading_and_says_what_it_is(name: str):
    """Before the code there is a heading, and after it a sentence."""
    cells = NOTEBOOKS[name].cells
    for place, cell in enumerate(cells):
        if cell.cell_type == "code" and place > 2:
            assert cells[place - 1].source.startswith("## ")
            assert cells[place + 1].cell_type == "markdown"


@every_notebook
def test_promises_every_table(name: str):
    """Tables are compared with what is stored; a figure is a picture, and is not."""
    for cell in code_of(NOTEBOOKS[name])[1:]:
        is_figure = "rcaudit.plots." in cell.source
        assert tags_of(cell) == ([] if is_figure else ["nbval-check-output"])
        assert any("image/png" in output.data for output in cell.outputs) == is_figure


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.notebook)
def test_says_what_the_report_says(chapter: Chapter):
    """Question, headings, sentences, figures and tables are the same, in the same order."""
    cells = NOTEBOOKS[chapter.notebook].cells
    assert cells[0].source == f"# {chapter.question}\n\n{chapter.lead}"
    said = [
        (heading.source, sentence.source)
        for (heading, _), (_, sentence) in zip(
            pairwise(cells[3:]), pairwise(cells[4:]), strict=False
        )
        if heading.source.startswith("## ") and sentence.cell_type == "markdown"
    ]
    said = [(heading, sentence) for heading, sentence in said if heading != CHECKS_HEADING]
    assert said == [(f"## {section.heading}", section.sentence) for section in chapter.sections]
    shown = [cell.source for cell in code_of(NOTEBOOKS[chapter.notebook])[2:]]
    shown = [source for source in shown if source != "rcaudit.run_checks(frames)"]
    for source, section in zip(shown, chapter.sections, strict=True):
        function = section.figure or section.table
        called = getattr(function, "func", function).__name__
        kind = "plots" if section.figure else "summaries"
        assert source.startswith(f"rcaudit.{kind}.{called}(frames")


def test_leads_from_the_first_to_all_others():
    """Where to go next is a list of links that work."""
    last = NOTEBOOKS["start_here"].cells[-1].source
    for name in NOTEBOOKS.keys() - {"start_here"}:
        assert f"]({name}.ipynb)" in last
