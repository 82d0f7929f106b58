"""Documents with made-up secrets planted in them, and what must not be left of those."""

import json
from typing import Any

from rcaudit.snapshot.redaction import Redacted, redact
from rcaudit.snapshot.secret import FingerprintKey

KEY = FingerprintKey(bytes(range(32)))


def redacted(**fields: Any) -> Redacted:
    """Return a document of these fields, redacted."""
    return redact({"_id": "tTz5ssEHCsGkHJ8Jc", **fields}, KEY)


def redacted_script(source: str) -> str:
    """Return what is kept of a script."""
    text = redacted(script=source).document["script"]
    assert isinstance(text, str)
    return text


def redacted_url(url: str) -> str:
    """Return what is kept of a webhook's URL."""
    text = redacted(urls=[url]).document["urls"][0]
    assert isinstance(text, str)
    return text


def kept(result: Redacted) -> str:
    """Return all that is kept, the notes of what was removed included, as a file would have it."""
    return json.dumps(result, ensure_ascii=False)


def kinds(result: Redacted) -> list[str]:
    """Return the kinds of what was removed."""
    return [removed.kind for removed in result.removed]
