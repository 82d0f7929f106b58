"""Files and folders that appear whole or not at all, and the lock that keeps two runs apart."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from rcaudit.errors import LockedError, OutputError

LOCK_NAME = ".rcaudit.lock"
_OWNER_NAME = ".rcaudit.pid"
_BY_UMASK = 0o777
_DRAFT, _OLD = "rcaudit-new", "rcaudit-old"


def make_folder(folder: Path, mode: int = _BY_UMASK) -> None:
    """Make a folder, with its parents, where there is none yet; the umask applies to the mode.

    Raises:
        OutputError: It cannot be made, or a file stands in its place.
    """
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"Cannot make the folder {folder}: {error.strerror}.") from error


@contextmanager
def whole_folder(target: Path, mode: int = _BY_UMASK) -> Iterator[Path]:
    """Give a new folder to write into, which takes the target's place when all went well.

    The umask applies to the mode's default only.

    Raises:
        OutputError: Nothing can be written there, or something else than a folder stands there;
            what was at the target is untouched.
    """
    make_folder(target.parent)
    draft = _beside(target, _DRAFT)
    try:
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise OutputError(f"{target} is no folder: move it away.")
        draft.mkdir(mode)
        if mode != _BY_UMASK:
            draft.chmod(mode)
        yield draft
        _sync(draft)
        _put_in_place(draft, target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _beside(target: Path, purpose: str) -> Path:
    # A process id would not do: in a container, each run may have the same.
    return target.with_name(f".{target.name}.{purpose}.{secrets.token_hex(4)}")


def _sync(folder: Path) -> None:
    # Without this a power cut can leave the renamed folder with empty files in it.
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _put_in_place(draft: Path, target: Path) -> None:
    if not target.is_dir():
        draft.rename(target)
        return
    # A folder cannot be renamed over one that has files: the old one steps aside first.
    old = _beside(target, _OLD)
    target.rename(old)
    try:
        draft.rename(target)
    finally:
        _restore(old, target)


def _restore(old: Path, target: Path) -> None:
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
    else:
        old.rename(target)


def point_to(link: Path, target: Path) -> None:
    """Make a symbolic link to a folder beside it, in place of the link that was there.

    Raises:
        OutputError: Something else than a link stands there, or it cannot be written.
    """
    draft = _beside(link, _DRAFT)
    try:
        if link.exists() and not link.is_symlink():
            raise OutputError(f"{link} is no link of rcaudit's making: move it away.")
        draft.symlink_to(target.name, target_is_directory=True)
        _replace(draft, link)
    except OSError as error:
        raise OutputError(f"Cannot write the link {link}: {error.strerror}.") from error


def _replace(draft: Path, link: Path) -> None:
    try:
        draft.replace(link)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder's lock; the system drops it when the process ends, however it ends.

    What earlier runs that were killed left half-done in the folder is cleared away first.

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
        _take_over(folder, owner)
        yield
    finally:
        with suppress(OSError):
            owner.unlink()
        lock.release()


def _take_over(folder: Path, owner: Path) -> None:
    try:
        owner.touch(mode=0o600)
        owner.write_text(f"{os.getpid()}\n", encoding="ascii")
        for old in folder.glob(f".*.{_OLD}.*"):
            _restore(old, old.with_name(old.name[1:].rpartition(f".{_OLD}.")[0]))
        for draft in folder.glob(f".*.{_DRAFT}.*"):
            if draft.is_symlink():
                draft.unlink()
            else:
                shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _read_owner(owner: Path) -> str:
    try:
        return str(int(owner.read_text(encoding="ascii")))
    except (OSError, ValueError):
        return "unknown"


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"Cannot write {path}: {error.strerror or error}. Nothing was left half-written; "
        "make room or choose another folder, and run again."
    )
