"""The code of scripts without what does not matter: comments, white space, what was removed."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from rcaudit.frames.frames import Frames
from rcaudit.frames.growing import Numbers

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


@dataclass(frozen=True)
class CodedScripts:
    """The scripts of a snapshot as code.

    Attributes:
        rows: One row per integration with a script that is more than comments, sorted by id:
            `integration_id` and `version`, a number from 0, which is the same for copies.
        statements: For each version, in order, the sorted distinct hashes of its statements.
    """

    rows: pd.DataFrame
    statements: list[Any]


_READ: WeakKeyDictionary[Frames, CodedScripts] = WeakKeyDictionary()
"""What was read already, for as long as the frames live: several checks need it."""


def coded_scripts(frames: Frames) -> CodedScripts:
    """Return the scripts as code; each text is read once, and so is each snapshot."""
    coded = _READ.get(frames)
    if coded is None:
        coded = _READ[frames] = _read(frames)
    return coded


def _read(frames: Frames) -> CodedScripts:
    scripts = frames.scripts[["integration_id", "script_sha256", "script_source"]]
    scripts = scripts.dropna(subset="script_sha256").sort_values("integration_id")
    texts = scripts.drop_duplicates("script_sha256")
    numbers: Numbers[bytes] = Numbers()
    versions: dict[str, int] = {}
    statements: list[Any] = []
    # Some at a time: the compact texts together are nearly as large as the scripts.
    for start in range(0, len(texts), _SCRIPTS_AT_A_TIME):
        some = texts.iloc[start : start + _SCRIPTS_AT_A_TIME]
        codes = {
            key: code
            for key, source in zip(some["script_sha256"], some["script_source"], strict=True)
            if (code := compact(source))
        }
        versions |= {key: numbers[_hash(code)] for key, code in codes.items()}
        new = {versions[key]: code for key, code in codes.items()}
        statements += _hash_statements([new[key] for key in sorted(new) if key >= len(statements)])
    rows = scripts[["integration_id"]].assign(version=scripts["script_sha256"].map(versions))
    rows = rows.dropna(subset="version")
    return CodedScripts(rows.assign(version=rows["version"].astype(int)), statements)


def _hash_statements(codes: list[str]) -> list[Any]:
    split = [_BETWEEN_STATEMENTS.split(code) for code in codes]
    ends = np.cumsum([len(texts) for texts in split], dtype=int)
    hashes = pd.util.hash_array(np.array([text for texts in split for text in texts], dtype=object))
    return [np.unique(part) for part in np.split(hashes, ends)[: len(codes)]]


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).digest()
