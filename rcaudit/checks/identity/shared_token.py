"""Several integrations have the same token.

What it does
    Flags integrations whose token another integration has too, whether they are on or off. Tokens
    are compared by their fingerprints.

Why it matters
    Whoever learns the token of one has that of the others, and a receiver cannot tell which of
    them calls. Rotating one leaves the others open.

How to fix it
    Regenerate the token of each of them, and tell each caller and receiver its own.
"""

import pandas as pd

from rcaudit.checks.finding import check, found
from rcaudit.checks.severity import Severity
from rcaudit.checks.thresholds import Thresholds
from rcaudit.checks.wording import others
from rcaudit.frames.frames import Frames


@check(Severity.HIGH, "fingerprints")
def shared_token(frames: Frames, _: Thresholds) -> pd.DataFrame:
    """Select integrations whose fingerprint stands more than once."""
    integrations = frames.integrations
    has_token = (integrations["token_length"] > 0).fillna(value=False).astype(bool)
    rows = integrations[has_token]
    rows = rows[rows["token_fingerprint"].duplicated(keep=False)].sort_values("integration_id")
    return found(rows, "Has the same token as " + others(rows, "token_fingerprint", frames) + ".")
