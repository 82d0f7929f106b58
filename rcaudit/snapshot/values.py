"""Which values of a speaking name are secrets, and which are words that scripts have there."""

import re

from rcaudit.snapshot.credentials import Speech, looks_made_up, speaks_of_secret

_SHORTEST_VALUE = 4
_LONGEST_HEADER_NAME = 64
_NO_VALUES = frozenset(
    {
        *("basic", "bearer", "boolean", "default", "digest", "expired", "false", "invalid"),
        *("missing", "none", "null", "number", "oauth", "object", "optional", "required", "string"),
        *("true", "undefined", "unknown", "valid"),
    }
)
_HEADER_FORM = re.compile(r"[A-Za-z]+(?:[_-][A-Za-z]+)*")
_X_HEADER_FORM = re.compile(r"X(?:-[A-Z][A-Za-z]*)+")
_NAME_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# What names of headers, fields and parameters are made of. A token that consists of such words
# alone is taken for a name; so is a password that is called no more than "password".
_HEADER_WORDS = frozenset(
    {
        *("access", "account", "api", "app", "apikey", "auth", "authorization", "basic", "bearer"),
        *("bot", "chat", "client", "credential", "credentials", "csrf", "deploy", "event", "git"),
        *("github", "gitlab", "header", "hook", "hub", "id", "job", "key", "lab", "password"),
        *("personal", "private", "public", "refresh", "request", "rocket", "rocketchat", "secret"),
        *("service", "session", "signature", "token", "tokens", "user", "username", "web"),
        *("webhook", "x", "xsrf"),
    }
)
_AFTER_SCHEME = re.compile(r"[A-Za-z-]+[ \t]+(\S{4,})\s*")
_PASSWORD = re.compile(r"passw|passphrase|pwd", re.IGNORECASE)
_IS_PASSWORD = re.compile(r"(?:passw(?:or[dt]|d)|passphrase|pwd)\Z", re.IGNORECASE)
_SENTENCE = re.compile(r"[A-Z][a-z']*\s|.*[.!?:…]\s*\Z", re.DOTALL)


def find_value(text: str, name: str, speech: Speech) -> tuple[int, int] | None:
    """Return where the secret is in a value that a name is given, None where there is none.

    Args:
        text: The value, without quotes.
        name: The name that it is given to.
        speech: How the name speaks of a secret.
    """
    if len(text) < _SHORTEST_VALUE or "://" in text:
        return None
    if re.search(r"\s", text):
        return _find_among_words(text, name) if speech == "plain" else None
    if speech == "vague":
        is_pair = name.lower() == "auth" and ":" in text
        return (0, len(text)) if is_pair or looks_made_up(text) else None
    if text.lower() in _NO_VALUES:
        return None
    is_name = _names_header(text) and not (_IS_PASSWORD.search(name) and not _PASSWORD.search(text))
    return None if is_name else (0, len(text))


def _find_among_words(text: str, name: str) -> tuple[int, int] | None:
    lower = name.lower()
    if "cookie" in lower:
        return (0, len(text)) if "=" in text else None
    if "auth" in lower:
        match = _AFTER_SCHEME.fullmatch(text)
        return match.span(1) if match else None
    is_passphrase = "passphrase" in lower or (
        _PASSWORD.search(name) is not None
        and not speaks_of_secret(text)
        and not _SENTENCE.match(text)
    )
    return (0, len(text)) if is_passphrase else None


def _names_header(text: str) -> bool:
    if len(text) > _LONGEST_HEADER_NAME or not speaks_of_secret(text):
        return False
    if _X_HEADER_FORM.fullmatch(text):
        return True
    words = {word.lower() for word in _NAME_WORD.findall(text)}
    return _HEADER_FORM.fullmatch(text) is not None and words <= _HEADER_WORDS
