"""What a removed value looked like, told finely enough to judge it when it is gone."""

import re
from urllib.parse import unquote

from rcaudit.snapshot.credentials import speaks_of_secret, token_kind

_TEMPLATE = re.compile(r"\$?\{\{?[\w .-]*\}?\}|<[\w .-]*>|%\w+%|\$[A-Z_]+")
_REPEATED = re.compile(r"([xX*.#?])\1{2,}")
_ENDS_OF_EXAMPLES = ("EXAMPLE", "EXAMPLEKEY")
"""As in the keys of AWS's documentation."""
_WORD = r"(?:[A-Z]?[a-z]+(?:[A-Z][a-z]{2,})*|[A-Z]+)"
_WORDS = re.compile(rf"{_WORD}(?:[-_./:]{_WORD})*[.:/]?")
_VAGUE_KINDS = frozenset({"assigned", "header_value"})
_NAME_BEFORE = re.compile(r"([^?&;/]*)=\Z")
_LONGEST_NAME = 200


def tell_kind(kind: str, value: str, before: str) -> str:
    """Say what a value looked like that was found as this kind; all of it is removed anyway.

    `stand_in` is what stands where a secret will be: `xxxx`, `<token>`, `${TOKEN}`. `:word` is
    added where the value is made of plain words: of `tokenType = 'incoming'` and `password =
    'hunter2'`, the first is no credential. `query:uuid` and `query:hex` are identifiers of which
    the query does not say that they are secret.

    Args:
        kind: What it was found as.
        value: What is removed.
        before: The text before it.
    """
    if is_stand_in(value):
        return "stand_in"
    if kind in _VAGUE_KINDS:
        return f"{kind}:word" if _WORDS.fullmatch(value) and not token_kind(value) else kind
    if kind == "query:token":
        look = token_kind(unquote(value))
        name = _NAME_BEFORE.search(before[-_LONGEST_NAME:])
        is_named = name is not None and speaks_of_secret(name.group(1))
        return f"query:{look}" if look and not is_named else kind
    return kind


def is_stand_in(text: str) -> bool:
    """Say whether a text stands where a secret will be: `xxxx`, `<token>`, `${TOKEN}`."""
    if _TEMPLATE.fullmatch(text) or text.upper().endswith(_ENDS_OF_EXAMPLES):
        return True
    rest = _REPEATED.sub("", text)
    return rest != text and 3 * len(rest) <= len(text)
