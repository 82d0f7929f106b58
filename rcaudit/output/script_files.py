"""The scripts of a workspace as files, one for each integration, to be kept in git."""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rcaudit.errors import OutputError, SnapshotError
from rcaudit.frames.frames import Frames
from rcaudit.snapshot.files import make_folder

_MARK = "/* rcaudit scripts export "
_LONGEST_HEADER = 1 << 20
_SAFE_ID = re.compile(r"[A-Za-z0-9]{8,64}")
# The end of the comment and line ends would let a name out of it; other controls and marks of
# writing direction would let it look like something else.
_UNSAFE = re.compile(
    r"(?<=\*)/|[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


@dataclass(frozen=True, slots=True)
class ScriptFiles:
    """What became of the files, by name, each with the integration's name.

    Attributes:
        kept: Files of integrations that the snapshot does not show; it is incomplete.
    """

    new: Mapping[str, str]
    changed: Mapping[str, str]
    unchanged: Mapping[str, str]
    removed: Mapping[str, str]
    kept: Mapping[str, str]


def write_scripts(frames: Frames, folder: str | Path) -> ScriptFiles:
    """Write the script of each integration into a file of its own, named by the integration's id.

    The texts are as the snapshot keeps them, without credentials. A header comment stands before
    the first line, on it, so that all lines have the numbers that findings give. The same snapshot
    gives the same bytes, and what is unchanged is not touched. A file of this workspace whose
    integration or script is gone is removed where rcaudit wrote it, unless the snapshot is
    incomplete.

    Raises:
        OutputError: The folder cannot be written to, or a file of somebody else's is in the way.
        SnapshotError: The snapshot was taken without scripts, or is damaged.
    """
    if not frames.manifest.has_scripts:
        raise SnapshotError("The snapshot was taken without scripts: fetch without --no-scripts.")
    folder = Path(folder)
    make_folder(folder)
    workspace = frames.manifest.workspace
    texts = _make_texts(frames)
    try:
        for file in texts:
            _refuse_foreign(folder / file)
        gone = {
            path.name: header.get("name", "")
            for path in sorted(folder.glob("*.js"))
            if path.name not in texts
            and (header := _read_header(path)) is not None
            and header.get("workspace") == workspace
        }
        states = {file: _put(folder / file, text) for file, (_, text) in texts.items()}
        if frames.manifest.is_complete:
            for file in gone:
                (folder / file).unlink()
    except OSError as error:
        raise OutputError(f"Cannot write scripts into {folder}: {error.strerror}.") from error

    def named(state: str) -> dict[str, str]:
        return {file: texts[file][0] for file in texts if states[file] == state}

    removed, kept = (gone, {}) if frames.manifest.is_complete else ({}, gone)
    return ScriptFiles(named("new"), named("changed"), named("unchanged"), removed, kept)


def _make_texts(frames: Frames) -> dict[str, tuple[str, bytes]]:
    integrations = frames.integrations.drop_duplicates("integration_id")
    names = integrations.set_index("integration_id")["name"].fillna("")
    scripts = frames.scripts.dropna(subset=["script_source"])
    scripts = scripts[scripts["script_source"].str.strip() != ""]
    texts: dict[str, tuple[str, bytes]] = {}
    for key, direction, source in zip(
        scripts["integration_id"].fillna(""),
        scripts["direction"].astype(object).fillna("unknown"),
        scripts["script_source"],
        strict=True,
    ):
        name = str(names.get(key, ""))
        facts = {
            "id": key,
            "name": name,
            "direction": direction,
            "workspace": frames.manifest.workspace,
        }
        text = f"{_MARK}{_quote(facts)} */ {source}".encode("utf-8", "replace")
        texts.setdefault(_file_name(key, source), (name, text))
    return texts


def _file_name(key: str, source: str) -> str:
    if _SAFE_ID.fullmatch(key):
        return f"{key}.js"
    # An id that is none of the server's could name any place of the disk, or nothing.
    kind, text = ("id", key) if key else ("without-id", source)
    return f"{kind}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}.js"


def _quote(facts: Mapping[str, str]) -> str:
    quoted = json.dumps(facts, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted)


def _refuse_foreign(path: Path) -> None:
    if os.path.lexists(path) and _read_header(path) is None:
        raise OutputError(f"{path} was not written by rcaudit: move it away.")


def _read_header(path: Path) -> dict[str, str] | None:
    """Return the header of a file that rcaudit wrote; None for any other file, and for links."""
    if path.is_symlink() or not path.is_file():
        return None
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        line = file.readline(_LONGEST_HEADER)
    if not line.startswith(_MARK):
        return None
    try:
        facts, _ = json.JSONDecoder().raw_decode(line, len(_MARK))
    except ValueError:
        return None
    if not isinstance(facts, dict):
        return None
    return {str(name): str(value) for name, value in facts.items()}


def _put(path: Path, text: bytes) -> str:
    is_there = path.exists()
    if is_there and path.read_bytes() == text:
        return "unchanged"
    draft = path.with_name(f".{path.name}.new.{os.getpid()}")
    try:
        draft.write_bytes(text)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return "changed" if is_there else "new"
