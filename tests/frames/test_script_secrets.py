from audit_frames import make_frames, scripted

from rcaudit.frames.schema import SCRIPT_SECRETS, TABLES

SOURCE = (
    "const a = 1;\n  const password = 'Tr0ub4dor&3';\nconst key = 'ghp_ABCDEFGHIJ0123456789klmn';"
)


def test_every_credential_that_a_script_lost_has_a_row_with_its_place() -> None:
    """Line and column count from 1 and point to the value, not to its quotation mark."""
    secrets = make_frames(scripted("a", SOURCE)).script_secrets

    rows = secrets[["integration_id", "line", "column", "secret_kind", "secret_length"]]
    assert rows.to_numpy().tolist() == [
        ["a", 2, 21, "assigned", 11],
        ["a", 3, 14, "github_token", 28],
    ]
    assert secrets["secret_fingerprint"].str.fullmatch("[0-9a-f]{16}").all()


def test_the_compiled_text_adds_no_rows() -> None:
    """What the compiled text loses is the script's own, and counts once."""
    document = scripted("a", SOURCE, scriptCompiled=SOURCE * 2)

    assert len(make_frames(document).script_secrets) == 2


def test_a_script_that_is_left_out_is_no_credential() -> None:
    """Where scripts are not kept, nothing is known of the credentials in them."""
    assert make_frames(scripted("a", SOURCE), keep_scripts=False).script_secrets.empty


def test_the_columns_are_there_without_any_rows() -> None:
    """An empty table has the schema's columns and dtypes."""
    secrets = make_frames().script_secrets

    assert secrets.columns.tolist() == [column.name for column in SCRIPT_SECRETS.columns]
    assert [str(dtype) for dtype in secrets.dtypes] == [
        "category" if column.kind == "category" else column.dtype.partition("[")[0]
        for column in SCRIPT_SECRETS.columns
    ]


def test_no_export_carries_it() -> None:
    """The exported tables are the ones that the design names."""
    assert SCRIPT_SECRETS.name not in TABLES
