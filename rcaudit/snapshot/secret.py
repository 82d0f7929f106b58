"""A value that must not be seen, and the key that turns such values into fingerprints."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import NoReturn

from rcaudit.errors import OutputError, SnapshotError

KEY_BYTES = 32
FINGERPRINT_BYTES = 8
"""64 bits: no collision to be expected below a hundred million tokens."""


class Secret:
    """A string that shows itself only to `reveal()`: not in `repr`, logs, tracebacks or pickles."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value itself."""
        return self._value

    def __repr__(self) -> str:
        return "Secret('***')"

    def __str__(self) -> str:
        return "***"

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        mine, theirs = (_to_bytes(value) for value in (self._value, other.reveal()))
        return secrets.compare_digest(mine, theirs)

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> NoReturn:
        raise TypeError("A Secret cannot be pickled or copied into a file.")


class FingerprintKey:
    """The key of one history folder: the same secret gives the same fingerprint there only.

    Fingerprints are keyed BLAKE2b (RFC 7693), so that short secrets cannot be guessed from them.
    """

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"A fingerprint key has {KEY_BYTES} bytes, this one has {len(key)}.")
        self._key = key

    def __repr__(self) -> str:
        return f"FingerprintKey(id={self.key_id!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A FingerprintKey cannot be pickled or copied into a file.")

    @property
    def key_id(self) -> str:
        """What tells two keys apart without giving either away: the fingerprint of no text."""
        return self.fingerprint("")

    def fingerprint(self, text: str) -> str:
        """Return 16 hex digits that stand for the text under this key."""
        data = _to_bytes(text)
        return hashlib.blake2b(data, digest_size=FINGERPRINT_BYTES, key=self._key).hexdigest()


def _to_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def load_fingerprint_key(path: Path) -> FingerprintKey:
    """Load the key file, made with mode 0600 where there is none yet.

    Raises:
        SnapshotError: The file is no key, or others than its owner may read it.
        OutputError: The file cannot be made.
    """
    if not path.exists():
        try:
            _make_key(path)
        except OSError as error:
            raise OutputError(
                f"Cannot make the fingerprint key {path}: {error.strerror}."
            ) from error
    return _read_key(path)


def _make_key(path: Path) -> None:
    # Two runs may get here at once: the file appears whole, and the first one's key counts.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            draft.chmod(0o600)
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        _give_name(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _give_name(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    except OSError:
        # Some file systems have no hard links (FAT, a few network drives).
        draft.rename(path)


def _read_key(path: Path) -> FingerprintKey:
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise SnapshotError(
                f"Others may read the fingerprint key {path}: run `chmod 600 {path}`. "
                "If somebody did, delete it: fingerprints then start anew."
            )
        return FingerprintKey(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except OSError as error:
        raise SnapshotError(f"Cannot read the fingerprint key {path}: {error.strerror}.") from error
    except ValueError as error:
        raise SnapshotError(
            f"{path} is no fingerprint key (64 hex digits). Restore it, or delete it: "
            "fingerprints then start anew and cannot be compared with older snapshots."
        ) from error
