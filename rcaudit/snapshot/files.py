"""Files and folders that appear whole or not at all, and the lock that keeps two runs apart."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from rcaudit.errors import LockedError, OutputError

LOCK_NAME = ".rcaudit.lock"
_OWNER_NAME = ".rcaudit.pid"


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder, with its parents, where there is none yet; the umask applies to the mode.

    Raises:
        OutputError: It cannot be made, or a file stands in its place.
    """
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"Cannot make the folder {folder}: {error.strerror}.") from error


@contextmanager
def whole_folder(target: Path, mode: int = 0o777) -> Iterator[Path]:
    """Give a new folder to write into, which takes the target's place when all went well.

    Raises:
        OutputError: Nothing can be written there; what was at the target is untouched.
    """
    make_folder(target.parent)
    draft = _beside(target, "new")
    try:
        draft.mkdir(mode=mode)
        yield draft
        _sync(draft)
        _put_in_place(draft, target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _beside(target: Path, purpose: str) -> Path:
    return target.with_name(f".{target.name}.{purpose}.{os.getpid()}")


def _sync(folder: Path) -> None:
    # Without this a power cut can leave the renamed folder with empty files in it.
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _put_in_place(draft: Path, target: Path) -> None:
    if not target.exists():
        draft.rename(target)
        return
    # A folder cannot be renamed over one that has files: the old one steps aside first.
    old = _beside(target, "old")
    target.rename(old)
    try:
        draft.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def point_to(link: Path, target: Path) -> None:
    """Make a symbolic link to a folder beside it, in place of the link that was there.

    Raises:
        OutputError: Something else than a link stands there, or it cannot be written.
    """
    draft = _beside(link, "new")
    try:
        if link.exists() and not link.is_symlink():
            raise OutputError(f"{link} is no link of rcaudit's making: move it away.")
        draft.unlink(missing_ok=True)
        draft.symlink_to(target.name, target_is_directory=True)
        draft.replace(link)
    except OSError as error:
        raise OutputError(f"Cannot write the link {link}: {error.strerror}.") from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder's lock; the system drops it when the process ends, however it ends.

    Raises:
        LockedError: Another run holds it; the message names its process.
        OutputError: The folder cannot be written to.
    """
    make_folder(folder)
    lock, owner = FileLock(folder / LOCK_NAME, mode=0o600), folder / _OWNER_NAME
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise LockedError(
            f"Another run (process {_read_owner(owner)}) is at work in {folder}: "
            "wait until it has ended, or choose another folder."
        ) from error
    except OSError as error:
        raise _cannot_write(folder, error) from error
    try:
        owner.write_text(f"{os.getpid()}\n", encoding="ascii")
        yield
        owner.unlink(missing_ok=True)
    finally:
        lock.release()


def _read_owner(owner: Path) -> str:
    try:
        return owner.read_text(encoding="ascii").strip() or "unknown"
    except OSError:
        return "unknown"


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"Cannot write {path}: {error.strerror}. Nothing was left half-written; "
        "make room or choose another folder, and run again."
    )
