"""The code of scripts without what does not matter: comments, white space, what was removed."""

import hashlib
import re
from typing import Any

import numpy as np
import pandas as pd

from rcaudit.frames.frames import Frames

# Each branch begins with a plain character, which lets the engine skip all others quickly.
_TEXTS_AND_COMMENTS = re.compile(
    r'"(?:[^"\\\n]|\\[\s\S])*"'
    r"|'(?:[^'\\\n]|\\[\s\S])*'"
    r"|`(?:[^`\\]|\\[\s\S])*`"
    r"|//[^\n]*"
    r"|/\*[\s\S]*?(?:\*/|\Z)"
    # A slash after an operator, a bracket or a space, with no space after it, opens a regular
    # expression; telling it from a division for certain would take a parser.
    r"|/(?<=[(,=:\[!&|?{};+\s]/)(?:[^\s/\\\[=*]|\\.|\[(?:[^\]\\\n]|\\.)*\])"
    r"(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])*/"
)
_REMOVED = re.compile(r"REDACTED-[0-9a-f]*\**")
_BETWEEN_STATEMENTS = re.compile(r"[;{}]+")
_SCRIPTS_AT_A_TIME = 1000


def without_comments(source: str) -> str:
    """Return a script without its comments; those in strings and regular expressions stay."""
    if "//" not in source and "/*" not in source:
        return source
    return _TEXTS_AND_COMMENTS.sub(_keep_texts, source)


def _keep_texts(match: re.Match[str]) -> str:
    text = match.group()
    return "" if text.startswith(("//", "/*")) else text


def compact(source: str) -> str:
    """Return what two copies of a script have in common: no comments, white space or secrets."""
    return _REMOVED.sub("", "".join(without_comments(source).split()))


def hash_statements(codes: list[str]) -> list[Any]:
    """Return for each compact script the sorted distinct hashes of its statements."""
    hashed: list[Any] = []
    for start in range(0, len(codes), _SCRIPTS_AT_A_TIME):
        split = [_BETWEEN_STATEMENTS.split(code) for code in codes[start:][:_SCRIPTS_AT_A_TIME]]
        ends = np.cumsum([len(statements) for statements in split])
        statements = np.array([text for texts in split for text in texts], dtype=object)
        hashes = pd.util.hash_array(statements, categorize=True)
        hashed += [np.unique(part) for part in np.split(hashes, ends[:-1])]
    return hashed


def coded_scripts(frames: Frames) -> pd.DataFrame:
    """Return the scripts that have a text, sorted by integration, with `code` and `version`.

    `code` is the compact text, and `version` a hash of it: the same for copies. Identical texts
    are made compact once. A script of nothing but comments is left out.
    """
    scripts = frames.scripts.dropna(subset="script_sha256").sort_values("integration_id")
    texts = scripts.drop_duplicates("script_sha256").set_index("script_sha256")["script_source"]
    codes = {key: compact(text) for key, text in texts.items()}
    versions = {key: _hash(code) for key, code in codes.items()}
    coded = scripts[["integration_id", "script_sha256"]].assign(
        code=scripts["script_sha256"].map(codes).astype(object),
        version=scripts["script_sha256"].map(versions).astype(object),
    )
    return coded[coded["code"] != ""]


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
