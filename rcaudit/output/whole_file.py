"""A file that appears whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from rcaudit.errors import OutputError
from rcaudit.snapshot.files import make_folder


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file, UTF-8 where it is text, in place of the one that was there.

    Raises:
        OutputError: It cannot be written; what was there is untouched.
    """
    make_folder(path.parent)
    draft = path.with_name(f".{path.name}.new.{os.getpid()}")
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise OutputError(
            f"Cannot write {path}: {error.strerror}. Nothing was left half-written; "
            "make room or choose another file, and run again."
        ) from error
