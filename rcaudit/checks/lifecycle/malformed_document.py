"""Document has fields of another type than the server's.

What it does
    Flags integrations with a field whose value has another type than the server gives it, such
    as a text where a list belongs, or with an unknown direction. Such a value counts as missing
    in tables and checks; it is kept in the column `extra`.

Why it matters
    The other checks cannot judge what the field says, so the integration may do more than they
    see. Such documents come from imports or from changes in the database, and the server may
    fail over them.

How to fix it
    Open the integration, check the fields, and save it.
"""

import pandas as pd

from rcaudit.checks.finding import check, found
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.frames.frames import Frames


@check(Severity.LOW)
def malformed_document(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations that have malformed fields."""
    integrations = frames.integrations
    rows = integrations[integrations["malformed_fields"] != "[]"]
    names = rows["malformed_fields"].str.replace(r'[\[\]"]', "", regex=True)
    return found(rows, "Fields of an unexpected type: " + names + ".")
