import re

import pytest

from rcaudit.frames.schema import CHANGES, DICTIONARY, DTYPES, TABLES, Column, Table

COLUMNS = [
    pytest.param(column, id=f"{table.name}.{column.name}")
    for table in DICTIONARY.values()
    for column in table.columns
]
PREFIXES = {"boolean": ("is_", "has_", "runs_", "retries_", "skips_")}
SUFFIXES = {"time": ("_at",)}
"""How a column's name carries its kind."""


@pytest.mark.parametrize("column", COLUMNS)
def test_describes_every_column(column: Column) -> None:
    """Each column says what it is in one line, in words that need no code."""
    assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
    assert column.dtype == DTYPES[column.kind]
    assert re.fullmatch(r"\S.*\.", column.meaning)
    assert column.source == column.source.strip()


@pytest.mark.parametrize("column", COLUMNS)
def test_names_carry_the_kind(column: Column) -> None:
    """Booleans read as statements, times end in `_at`."""
    assert column.name.startswith(PREFIXES.get(column.kind, ""))
    assert column.name.endswith(SUFFIXES.get(column.kind, ""))


@pytest.mark.parametrize(
    "table", [pytest.param(table, id=name) for name, table in DICTIONARY.items()]
)
def test_describes_every_table(table: Table) -> None:
    """Each table begins with its workspace, says what a row is, and names each column once."""
    names = [column.name for column in table.columns]

    assert table.row.startswith("One row per ")
    assert names[0] == "workspace"
    assert len(set(names)) == len(names)
    assert set(table.sort_by) <= set(names)


def test_lists_the_tables_in_the_order_of_the_export() -> None:
    """The tables are known by their names, integrations first."""
    assert list(TABLES) == [
        "integrations",
        "channels",
        "urls",
        "trigger_words",
        "scripts",
        "script_hits",
        "creators",
        "findings",
    ]


def test_documents_changes_that_no_export_has() -> None:
    """What a diff shows is in the data dictionary, and no file of an export."""
    assert list(DICTIONARY) == [*TABLES, CHANGES.name]


def test_keeps_scripts_out_of_files() -> None:
    """The text of a script and the place of its error are for notebooks, not for exports."""
    scripts = TABLES["scripts"]

    kept_back = [column.name for column in scripts.columns if column not in scripts.exported]
    assert kept_back == ["script_error_stack", "script_source"]
