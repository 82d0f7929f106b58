import copy
import json
import pickle
import stat
import threading
from pathlib import Path

import pytest

from rcaudit.errors import OutputError, SnapshotError
from rcaudit.snapshot.secret import FingerprintKey, Secret, load_fingerprint_key

VALUE = "q8Zk3vT9xYb2LmN7"


@pytest.mark.parametrize(
    "show",
    [
        pytest.param(repr, id="repr"),
        pytest.param(str, id="str"),
        pytest.param(lambda secret: f"{secret}", id="a format"),
        pytest.param(lambda secret: f"{[secret]} {{'token': {secret!r}}}", id="a container"),
        pytest.param(lambda secret: f"{secret!s:>8}", id="a width"),
        pytest.param(lambda secret: json.dumps(secret, default=str), id="JSON"),
    ],
)
def test_a_secret_does_not_show_itself(show) -> None:
    """No way of making text of a secret gives its value."""
    assert VALUE not in show(Secret(VALUE))
    assert "***" in show(Secret(VALUE))


@pytest.mark.parametrize(
    "copied", [pickle.dumps, copy.copy, copy.deepcopy], ids=lambda f: f.__name__
)
@pytest.mark.parametrize(
    "hidden", [Secret(VALUE), FingerprintKey(bytes(32))], ids=["secret", "key"]
)
def test_secrets_and_keys_are_not_copied(copied, hidden) -> None:
    """Neither can be pickled or copied."""
    with pytest.raises(TypeError, match="cannot be pickled"):
        copied(hidden)


def test_a_secret_is_compared_by_its_value() -> None:
    """Equal values are equal and hash alike, whatever characters they have."""
    assert Secret("\ud800ä") == Secret("\ud800ä")
    assert Secret(VALUE) != Secret("another")
    assert Secret(VALUE) != VALUE
    assert len({Secret(VALUE), Secret(VALUE)}) == 1
    assert Secret(VALUE).reveal() == VALUE
    assert not Secret("")
    assert Secret(VALUE)


def test_a_secret_has_no_attributes_to_look_at() -> None:
    """A debugger that lists attributes finds none."""
    with pytest.raises(TypeError):
        vars(Secret(VALUE))


def test_a_fingerprint_depends_on_text_and_key() -> None:
    """The same text has the same fingerprint under one key, and another under another."""
    one, other = FingerprintKey(bytes(32)), FingerprintKey(b"k" * 32)
    assert one.fingerprint(VALUE) == one.fingerprint(VALUE)
    assert one.fingerprint(VALUE) != one.fingerprint(VALUE + "x")
    assert one.fingerprint(VALUE) != other.fingerprint(VALUE)
    assert one.key_id != other.key_id
    assert len(one.fingerprint("\ud800")) == 16
    assert repr(one) == f"FingerprintKey(id={one.key_id!r})"


def test_a_key_of_another_length_is_none() -> None:
    """A fingerprint key has 32 bytes."""
    with pytest.raises(ValueError, match="has 32 bytes, this one has 3"):
        FingerprintKey(b"abc")


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    """The first call makes the key file with mode 0600, the second reads it."""
    path = tmp_path / "fingerprint.key"
    key = load_fingerprint_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_fingerprint_key(path).key_id == key.key_id
    assert list(tmp_path.iterdir()) == [path]


def test_runs_that_begin_together_get_the_same_key(tmp_path: Path) -> None:
    """Nobody reads a key that is half there, and nobody's key is replaced."""
    path = tmp_path / "fingerprint.key"
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(load_fingerprint_key(path).key_id))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert set(found) == {load_fingerprint_key(path).key_id}


def test_a_key_is_made_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system without hard links gets its key by renaming."""

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    path = tmp_path / "fingerprint.key"
    assert load_fingerprint_key(path).key_id == load_fingerprint_key(path).key_id


@pytest.mark.parametrize(
    ("content", "mode", "message"),
    [
        pytest.param(b"ab" * 32, 0o644, "chmod 600", id="others may read it"),
        pytest.param(b"", 0o600, "is no fingerprint key", id="empty"),
        pytest.param(b"ab" * 16, 0o600, "is no fingerprint key", id="too short"),
        pytest.param(b"zz" * 32, 0o600, "is no fingerprint key", id="no hex digits"),
        pytest.param(b"\xff" * 64, 0o600, "is no fingerprint key", id="no text"),
    ],
)
def test_a_damaged_or_open_key_is_refused(
    tmp_path: Path, content: bytes, mode: int, message: str
) -> None:
    """The message names the file and says what to do; the key's text is not in it."""
    path = tmp_path / "fingerprint.key"
    path.write_bytes(content)
    path.chmod(mode)
    with pytest.raises(SnapshotError, match=message) as raised:
        load_fingerprint_key(path)
    assert str(path) in str(raised.value)
    assert "abab" not in str(raised.value)


def test_a_key_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    """What cannot be read is no key."""
    path = tmp_path / "fingerprint.key"
    path.mkdir(mode=0o700)
    with pytest.raises(SnapshotError, match="Cannot read the fingerprint key"):
        load_fingerprint_key(path)


def test_a_key_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    """A file in place of the folder gives a message, no traceback."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="Cannot make the fingerprint key"):
        load_fingerprint_key(tmp_path / "file" / "fingerprint.key")


def test_the_key_of_a_run_that_was_faster_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who comes second throws its own key away."""
    path = tmp_path / "fingerprint.key"

    def lose(_: object, goal: Path) -> None:
        Path(goal).write_text("ab" * 32, encoding="ascii")
        Path(goal).chmod(0o600)
        raise FileExistsError(17, "File exists")

    monkeypatch.setattr("os.link", lose)
    assert load_fingerprint_key(path).key_id == FingerprintKey(b"\xab" * 32).key_id
    assert list(tmp_path.iterdir()) == [path]
