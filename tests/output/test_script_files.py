import json
import re
from pathlib import Path
from typing import Any

import pytest
from audit_frames import incoming, make_frames, outgoing, scripted
from breaking_scripts import HARMLESS, IMPLICIT_GLOBAL
from hypothesis import given, settings
from hypothesis import strategies as st

from rcaudit.errors import OutputError, SnapshotError
from rcaudit.output.script_files import ScriptFiles, write_scripts
from rcaudit.scripts import analyse_script
from rcaudit.snapshot.manifest import Gap
from rcaudit.snapshot.redaction import Document

KEY = "aSdFgHjKlQwErTyUi"
FILE = f"{KEY}.js"


def written(folder: Path, *documents: Document, **manifest: Any) -> ScriptFiles:
    """Write the scripts of these documents."""
    return write_scripts(make_frames(*documents, **manifest), folder)


def header_of(path: Path) -> dict[str, str]:
    """Return what the comment before the first line says."""
    match = re.match(r"/\* rcaudit scripts export (\{.*?\}) \*/ ", path.read_text())
    assert match is not None
    facts = json.loads(match[1])
    assert isinstance(facts, dict)
    return facts


def test_each_integration_with_a_script_has_a_file(tmp_path: Path) -> None:
    """It is named by the id; a comment before the first line says whose it is."""
    other = scripted("zSdFgHjKlQwErTyUi", IMPLICIT_GLOBAL, type="webhook-outgoing")
    files = written(tmp_path, scripted(KEY, HARMLESS), other, incoming("no-script"))

    assert list(files.new) == [FILE, "zSdFgHjKlQwErTyUi.js"]
    assert {path.name for path in tmp_path.iterdir()} == set(files.new)
    assert header_of(tmp_path / FILE) == {
        "id": KEY,
        "name": f"Builds {KEY}",
        "direction": "incoming",
        "workspace": "chat.example.org",
    }
    assert header_of(tmp_path / "zSdFgHjKlQwErTyUi.js")["direction"] == "outgoing"


def test_lines_have_the_numbers_that_findings_give(tmp_path: Path) -> None:
    """The file can be checked by itself, and says the same."""
    written(tmp_path, scripted(KEY, IMPLICIT_GLOBAL))

    text = (tmp_path / FILE).read_bytes().decode()
    assert text.endswith(f" */ {IMPLICIT_GLOBAL}")
    assert analyse_script(text).hits == analyse_script(IMPLICIT_GLOBAL).hits


def test_credentials_are_taken_out(tmp_path: Path) -> None:
    """The text is that of the snapshot."""
    written(tmp_path, scripted(KEY, f"const password = 'Tr0ub4dor&3';\n{HARMLESS}"))

    assert "Tr0ub4dor" not in (tmp_path / FILE).read_text()


def test_a_second_export_changes_nothing(tmp_path: Path) -> None:
    """Neither bytes nor the time of the last change."""
    written(tmp_path, scripted(KEY))
    before = (tmp_path / FILE).stat()
    files = written(tmp_path, scripted(KEY))

    assert list(files.unchanged) == [FILE]
    assert files == ScriptFiles({}, {}, files.unchanged, {}, {})
    assert (tmp_path / FILE).stat() == before


def test_what_changed_is_written_again(tmp_path: Path) -> None:
    """A new name changes the header, a new text the rest."""
    written(tmp_path, scripted(KEY))
    files = written(tmp_path, scripted(KEY, name="Deploys"))

    assert files.changed == {FILE: "Deploys"}
    assert header_of(tmp_path / FILE)["name"] == "Deploys"
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "documents",
    [
        pytest.param([], id="the integration is gone"),
        pytest.param([incoming(KEY)], id="its script is gone"),
        pytest.param([incoming(KEY, script=" \n")], id="its script is blank"),
    ],
)
def test_a_file_whose_script_is_gone_is_removed(tmp_path: Path, documents: list[Document]) -> None:
    """The result tells what it was."""
    written(tmp_path, scripted(KEY))
    files = written(tmp_path, *documents)

    assert files.removed == {FILE: f"Builds {KEY}"}
    assert not list(tmp_path.iterdir())


def test_an_incomplete_snapshot_removes_nothing(tmp_path: Path) -> None:
    """What this account does not see may well be there."""
    written(tmp_path, scripted(KEY))
    files = written(tmp_path, gaps=(Gap(code="forbidden", message="1 was refused"),))

    assert files.kept == {FILE: f"Builds {KEY}"}
    assert not files.removed
    assert (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("const a = 1;\n", id="without a header"),
        pytest.param("/* rcaudit scripts export {oops */ 1;\n", id="with a broken header"),
        pytest.param("/* rcaudit scripts export [1] */ 1;\n", id="with a header of another kind"),
        pytest.param("/* rcaudit scripts export {} */ 1;\n", id="without a workspace"),
        pytest.param(
            '/* rcaudit scripts export {"workspace": "chat.example.com"} */ 1;\n',
            id="of another workspace",
        ),
        pytest.param("", id="empty"),
    ],
)
def test_files_of_others_stay(tmp_path: Path, text: str) -> None:
    """Only what rcaudit wrote for this workspace is removed."""
    mine = tmp_path / "mine.js"
    mine.write_text(text)
    files = written(tmp_path, scripted(KEY))

    assert not files.removed
    assert mine.read_text() == text


def test_folders_and_links_stay(tmp_path: Path) -> None:
    """A folder that is called like a script is none; nor is a link to a script."""
    written(tmp_path / "other", scripted(KEY))
    folder = tmp_path / "hooks"
    (folder / "a.js").mkdir(parents=True)
    (folder / "b.js").symlink_to(tmp_path / "other" / FILE)
    files = written(folder)

    assert not files.removed
    assert {path.name for path in folder.iterdir()} == {"a.js", "b.js"}


@pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling link"])
def test_nothing_of_others_is_overwritten(tmp_path: Path, kind: str) -> None:
    """Whatever stands in the place of a file stays, and so does what a link points to."""
    target = tmp_path / "target.js"
    place = tmp_path / "hooks" / FILE
    place.parent.mkdir()
    if kind == "file":
        place.write_text("mine")
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to(target)
    if kind == "link":
        target.write_text("mine")

    with pytest.raises(OutputError, match="move it away"):
        written(place.parent, scripted("0SdFgHjKlQwErTyUi"), scripted(KEY))
    assert [path.name for path in place.parent.iterdir()] == [FILE]
    assert not target.exists() or target.read_text() == "mine"


@pytest.mark.parametrize(
    "key",
    ["../../../tmp/evil", "/etc/passwd", "..", "a/b", "con", "nul\x00", "a" * 300, "ünïcode", "."],
)
def test_an_id_names_no_other_place(tmp_path: Path, key: str) -> None:
    """An id that is none of the server's becomes a hash of it."""
    folder = tmp_path / "hooks"
    (file,) = written(folder, scripted(key)).new

    assert re.fullmatch(r"id-[0-9a-f]{24}\.js", file)
    assert [path.name for path in folder.iterdir()] == [file]
    assert [path.name for path in tmp_path.iterdir()] == ["hooks"]
    assert header_of(folder / file)["id"] == key


def test_a_script_without_an_id_is_named_by_its_text(tmp_path: Path) -> None:
    """It is not lost, and its file is the same the next time."""
    document = {**scripted(KEY), "_id": None, "type": "odd"}
    (file,) = written(tmp_path, document).new

    assert re.fullmatch(r"without-id-[0-9a-f]{24}\.js", file)
    assert header_of(tmp_path / file)["direction"] == "unknown"
    assert list(written(tmp_path, document).unchanged) == [file]


@settings(deadline=None)  # it writes files, on a disk that others use as well
@given(st.text() | st.sampled_from(["*/ evil(); /*", "a\nb", "a\u2028b", "*//", "\\*/"]))
def test_no_name_gets_out_of_the_comment(tmp_path_factory: Any, name: str) -> None:
    """The first line is comment and script, and the name can be read back."""
    folder = tmp_path_factory.mktemp("hooks")
    written(folder, scripted(KEY, HARMLESS, name=name))

    text = (folder / FILE).read_bytes().decode()
    comment, _, rest = text.partition("*/")
    assert rest == f" {HARMLESS}"
    assert len(comment.splitlines()) == 1
    assert header_of(folder / FILE)["name"] == name


def test_a_text_that_is_no_unicode_is_written(tmp_path: Path) -> None:
    """A lone surrogate cannot stand in a file; what stands for it keeps its place."""
    written(tmp_path, scripted(KEY, "const a = '\ud800';\n"))

    assert re.search("const a = '.';\n", (tmp_path / FILE).read_text())


def test_a_snapshot_without_scripts_is_refused(tmp_path: Path) -> None:
    """Else all files would be taken for gone."""
    written(tmp_path, scripted(KEY))

    with pytest.raises(SnapshotError, match="without --no-scripts"):
        written(tmp_path, scripted(KEY), keep_scripts=False)
    assert (tmp_path / FILE).exists()


def test_a_folder_that_cannot_be_written_to_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the folder and the reason, and no draft stays behind."""

    def refuse(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(OutputError, match="No space left on device"):
        written(tmp_path, outgoing(KEY, script=HARMLESS))
    assert not list(tmp_path.iterdir())
