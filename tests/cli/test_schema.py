"""`rcaudit schema`."""

import json

from rcaudit.frames.schema import DICTIONARY


def test_prints_every_column_of_every_table(run):
    """The data dictionary is complete."""
    out = run("schema").out
    for table in DICTIONARY.values():
        assert table.row in out
        for column in table.columns:
            assert column.meaning in out


def test_prints_one_table(run):
    """A name narrows it to one."""
    out = run("schema", "creators").out
    assert "account_username" in out
    assert "trigger_word" not in out


def test_prints_json(run):
    """Programs get names, dtypes and sources."""
    fields = json.loads(run("schema", "--json").out)
    assert list(fields) == list(DICTIONARY)
    assert fields["urls"]["columns"][0]["dtype"] == "category"


def test_lists_the_known_tables_for_an_unknown_one(run):
    """A typing error is answered with what would have been right."""
    done = run("schema", "hooks")
    assert done.status == 2
    assert "integrations, channels" in done.err
