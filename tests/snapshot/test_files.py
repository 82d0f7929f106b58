import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from full_disk import files_end_at

from rcaudit.errors import LockedError, OutputError
from rcaudit.snapshot.files import LOCK_NAME, locked, make_folder, point_to, whole_folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where a folder is to appear."""
    return tmp_path / "target"


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o277], ids=lambda umask: f"umask {umask:03o}")
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """A umask, for the time of a test."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def fill(folder: Path, text: str) -> None:
    """Put a file of that text into a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "file").write_text(text)


def text_in(folder: Path) -> str:
    """Return what `fill` wrote, and check that nothing lies beside the folder."""
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    return (folder / "file").read_text()


def mode_of(path: Path) -> int:
    """Return a file's permissions."""
    return path.stat().st_mode & 0o777


def test_a_folder_appears_when_it_is_whole(target: Path) -> None:
    """Nobody sees it while it is being written; missing parents are made."""
    target = target / "under" / "parents"
    with whole_folder(target) as draft:
        fill(draft, "new")
        fill(draft / "inner", "deep")
        assert not target.exists()
    assert text_in(target) == "new"
    assert (target / "inner" / "file").read_text() == "deep"


def test_a_folder_takes_the_place_of_the_old_one(target: Path) -> None:
    """Nothing of the old one is left."""
    fill(target, "old")
    (target / "more").touch()
    with whole_folder(target) as draft:
        fill(draft, "new")
        assert (target / "file").read_text() == "old"
    assert text_in(target) == "new"
    assert not (target / "more").exists()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OutputError])
def test_an_error_leaves_the_old_folder_and_nothing_else(
    target: Path, error: type[BaseException]
) -> None:
    """Whatever stops the writing, the error comes through as it is."""
    fill(target, "old")

    def write() -> None:
        with whole_folder(target) as draft:
            fill(draft, "new")
            raise error

    with pytest.raises(error):
        write()
    assert text_in(target) == "old"


def test_a_full_disk_leaves_the_old_folder_and_nothing_else(target: Path) -> None:
    """The message names the target, not its draft."""
    fill(target, "old")
    message = f"^Cannot write {target}: File too large. Nothing was left half-written"
    with (
        files_end_at(100),
        pytest.raises(OutputError, match=message),
        whole_folder(target) as draft,
    ):
        fill(draft, "new" * 100)
    assert text_in(target) == "old"


def test_an_error_without_a_system_message_is_told_as_it_is(target: Path) -> None:
    """No message says `None`."""
    with pytest.raises(OutputError, match=f"{target}: not today"), whole_folder(target):
        raise OSError("not today")


@pytest.mark.parametrize("kind", ["file", "link", "dangling link"])
def test_what_is_no_folder_is_not_replaced(target: Path, tmp_path: Path, kind: str) -> None:
    """A file or a link of somebody's own stays."""
    if kind == "file":
        target.write_text("mine")
    else:
        target.symlink_to(tmp_path if kind == "link" else tmp_path / "nowhere")
    with pytest.raises(OutputError, match=f"{target} is no folder: move it away"):
        whole_folder(target).__enter__()
    assert [path.name for path in tmp_path.iterdir()] == ["target"]
    assert not target.is_dir() or target.is_symlink()


def test_a_file_that_gets_in_the_way_is_not_replaced(target: Path) -> None:
    """What appears at the target while the folder is written stays."""

    def write() -> None:
        with whole_folder(target):
            target.write_text("mine")

    with pytest.raises(OutputError, match=f"Cannot write {target}: Not a directory"):
        write()
    assert target.read_text() == "mine"
    assert len(list(target.parent.iterdir())) == 1


def test_the_old_folder_comes_back_where_the_new_one_cannot_take_its_place(target: Path) -> None:
    """The draft that somebody deleted leaves the target as it was."""
    fill(target, "old")
    with pytest.raises(OutputError, match=f"Cannot write {target}"), whole_folder(target) as draft:
        draft.rmdir()
    assert text_in(target) == "old"


def test_two_drafts_of_one_folder_do_not_meet(target: Path) -> None:
    """Each is whole; the one that ends last stays."""
    with whole_folder(target) as first:
        fill(first, "first")
        with whole_folder(target) as second:
            fill(second, "second")
    assert text_in(target) == "first"


def test_a_private_folder_is_so_whatever_the_umask(target: Path, umask: int) -> None:
    """A mode that is asked for is the mode that it gets."""
    with whole_folder(target, mode=0o700) as draft:
        assert mode_of(draft) == 0o700
    assert mode_of(target) == 0o700


def test_other_folders_are_as_the_umask_says(target: Path, umask: int) -> None:
    """Exports are for whom the administrator means them."""
    with whole_folder(target):
        pass
    assert mode_of(target) == 0o777 & ~umask


def test_a_folder_is_made_once(target: Path) -> None:
    """One that is there keeps its mode and what is in it."""
    make_folder(target / "inner", 0o700)
    fill(target / "inner", "old")
    make_folder(target / "inner", 0o755)
    assert mode_of(target / "inner") == 0o700
    assert (target / "inner" / "file").read_text() == "old"


@pytest.mark.parametrize("below", ["", "inner"], ids=["in its place", "above it"])
def test_a_file_where_a_folder_should_be_is_an_output_error(target: Path, below: str) -> None:
    """The message names the folder and the reason."""
    target.touch()
    with pytest.raises(OutputError, match=f"Cannot make the folder {target / below}: "):
        make_folder(target / below)


def test_a_link_shows_the_last_folder(target: Path) -> None:
    """It is relative, so that the folders can be moved together."""
    link = target / "latest"
    target.mkdir()
    for name in ("one", "two"):
        fill(target / name, name)
        point_to(link, target / name)
        assert (link / "file").read_text() == name
        assert link.readlink() == Path(name)
    assert sorted(path.name for path in target.iterdir()) == ["latest", "one", "two"]


def test_a_dangling_link_is_replaced(target: Path) -> None:
    """The folder that it showed may have been deleted."""
    target.symlink_to("nowhere")
    point_to(target, target.parent / "there")
    assert target.readlink() == Path("there")


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch], ids=["a folder", "a file"])
def test_what_is_no_link_is_not_replaced(target: Path, make: object) -> None:
    """Somebody's own `latest` stays."""
    make(target)
    with pytest.raises(OutputError, match=f"{target} is no link of rcaudit's making"):
        point_to(target, target.parent / "there")
    assert [path.name for path in target.parent.iterdir()] == ["target"]
    assert not target.is_symlink()


def test_a_link_that_cannot_be_written_is_an_output_error(target: Path) -> None:
    """Here, the folder that it would be in is missing."""
    with pytest.raises(OutputError, match=f"Cannot write the link {target / 'latest'}: No such"):
        point_to(target / "latest", target / "there")


def test_a_folder_that_gets_in_a_links_way_is_not_replaced(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What appears between looking and linking stays, and no draft of the link is left."""
    symlink = os.symlink

    def race(*arguments: object, **options: object) -> None:
        symlink(*arguments, **options)
        target.mkdir()

    monkeypatch.setattr("os.symlink", race)
    with pytest.raises(OutputError, match=f"Cannot write the link {target}: "):
        point_to(target, target.parent / "there")
    assert [path.name for path in target.parent.iterdir()] == ["target"]


def test_links_made_at_once_do_not_meet(target: Path) -> None:
    """Readers see one of them at any time."""

    def link(name: str) -> None:
        for _ in range(20):
            point_to(target, target.parent / name)
            assert target.is_symlink()

    threads = [threading.Thread(target=link, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert target.readlink() in {Path("one"), Path("two")}
    assert [path.name for path in target.parent.iterdir()] == ["target"]


HOLD = """
import sys, time
from pathlib import Path
from rcaudit.snapshot.files import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(target: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the target's lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(target)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_process_is_refused_by_the_number_of_the_first(
    target: Path, holder: subprocess.Popen[str]
) -> None:
    """The message says whom to wait for."""
    with pytest.raises(LockedError, match=rf"Another run \(process {holder.pid}\) .* in {target}:"):
        locked(target).__enter__()


def test_the_lock_of_a_killed_process_is_free(target: Path, holder: subprocess.Popen[str]) -> None:
    """Nobody has to delete anything."""
    holder.send_signal(signal.SIGKILL)
    holder.wait(timeout=10)
    with locked(target):
        pass


def test_a_second_lock_in_one_process_is_refused(target: Path) -> None:
    """In the same thread or in another one; afterwards it is free."""
    refused: list[LockedError] = []

    def lock() -> None:
        with pytest.raises(LockedError, match=f"process {os.getpid()}") as caught, locked(target):
            pass
        refused.append(caught.value)

    with locked(target):
        lock()
        thread = threading.Thread(target=lock)
        thread.start()
        thread.join()
    assert len(refused) == 2
    with locked(target):
        pass


def test_an_error_frees_the_lock(target: Path) -> None:
    """It comes through as it is."""
    with pytest.raises(ValueError, match="mine"), locked(target):
        raise ValueError("mine")
    with locked(target):
        pass
    assert [path.name for path in target.iterdir()] == [LOCK_NAME]


@pytest.mark.parametrize("text", [b"", b"\xff", b"<b>x</b>"], ids=["empty", "bytes", "markup"])
def test_a_holder_that_cannot_be_told_is_unknown(target: Path, text: bytes) -> None:
    """What stands in the file of the process is believed only where it is a number."""
    with locked(target):
        (target / ".rcaudit.pid").write_bytes(text)
        with pytest.raises(LockedError, match=r"\(process unknown\)"):
            locked(target).__enter__()
        (target / ".rcaudit.pid").unlink()
        with pytest.raises(LockedError, match=r"\(process unknown\)"):
            locked(target).__enter__()


@pytest.mark.parametrize("name", [LOCK_NAME, ".rcaudit.pid"])
def test_a_lock_that_cannot_be_written_is_an_output_error(target: Path, name: str) -> None:
    """Here, a folder is in the way of one of its files."""
    (target / name).mkdir(parents=True)
    with pytest.raises(OutputError, match=f"Cannot write {target}: Is a directory"):
        locked(target).__enter__()


CRASH = """
import os, sys
from pathlib import Path
from rcaudit.snapshot.files import locked, whole_folder

folder, fatal = Path(sys.argv[1]), sys.argv[2]

def stop(event, arguments):
    # Ends as kill -9 does: nothing is cleaned up.
    if event == fatal and "rcaudit" in str(arguments[0]):
        os._exit(9)

with locked(folder):
    if fatal != "link":
        with whole_folder(folder / "target") as draft:
            (draft / "file").write_text("new")
            sys.addaudithook(stop)
    else:
        os.symlink("one", folder / ".latest.rcaudit-new.00000000")
        os._exit(9)
"""


@pytest.mark.parametrize(
    ("fatal", "text"),
    [
        pytest.param("os.rename", "old", id="when the old folder had stepped aside"),
        pytest.param("shutil.rmtree", "new", id="when the new folder was in place"),
        pytest.param("link", "old", id="when a link was being made"),
    ],
)
def test_what_a_killed_run_left_is_cleared_away(target: Path, fatal: str, text: str) -> None:
    """The next run finds the old folder or the new one, and nothing beside it."""
    fill(target, "old")
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(target.parent), fatal],
        check=False,
    )
    assert done.returncode == 9
    assert len(list(target.parent.iterdir())) > 2
    with locked(target.parent):
        pass
    (target.parent / LOCK_NAME).unlink()
    assert text_in(target) == text


def test_what_cannot_be_cleared_away_is_an_output_error(target: Path) -> None:
    """An old folder that cannot come back, because a dangling link is there, is not hidden."""
    (target / ".gone.rcaudit-old.0").mkdir(parents=True)
    (target / "gone").symlink_to("nowhere")
    with pytest.raises(OutputError, match=f"Cannot write {target}: Not a directory"):
        locked(target).__enter__()
    assert (target / ".gone.rcaudit-old.0").is_dir()
