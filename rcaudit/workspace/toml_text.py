"""TOML as text: on which line something stands, and how a value is written."""

import json
import tomllib
from typing import Any

from rcaudit.snapshot.secret import Secret


def line_of(keys: tuple[str, ...], text: Secret) -> int:
    """Return the line on which the statement begins that sets what the keys lead to.

    The lines above it are TOML without the keys, and with it they are TOML that has them: so no
    spelling of keys, tables and texts in TOML can lead astray.
    """
    end, begin = 0, 0
    for end in range(1, text.reveal().count("\n") + 1):
        try:
            part: Any = tomllib.loads("\n".join([*text.reveal().split("\n")[:end], ""]))
        except tomllib.TOMLDecodeError:
            continue  # in the middle of a statement
        for key in keys:
            part = part.get(key) if isinstance(part, dict) else None
        if part is not None:
            break
        begin = end
    return begin + 1


def to_toml(value: Any) -> str:
    """Return a value as TOML, but for what may be a secret."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{to_toml_key(k)} = {to_toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, Secret) or (isinstance(value, str) and "@" in value):
        return '"***"'  # an address with a password in it is shown no more than a token
    return json.dumps(value, ensure_ascii=False, default=str)


def to_toml_key(key: str) -> str:
    """Return a key as TOML, in quotes where it needs them."""
    is_bare = key.isascii() and key.replace("-", "_").replace("_", "a").isalnum()
    return key if is_bare else json.dumps(key, ensure_ascii=False)
