import json
from pathlib import Path

import pytest
from demo_documents import incoming, outgoing, workspace
from hypothesis import given, settings
from hypothesis import strategies as st

from rcaudit.demo.model import DemoWorkspace, default_permissions, load_workspace, save_workspace
from rcaudit.errors import ConfigError

EMPTY = {"version": "8.4.0", "users": [], "permissions": [], "integrations": [], "history": {}}


def test_a_saved_workspace_comes_back_with_its_documents_in_order(tmp_path: Path) -> None:
    """Loading gives what was saved, sorted by id."""
    saved = DemoWorkspace(
        version="7.2.1",
        users=[{"_id": "u", "username": "ü"}],
        integrations=[outgoing("b", urls=["https://example.org"]), incoming("a", script=None)],
        history={"b": [{"_id": "2"}, {"_id": "1"}]},
    )
    save_workspace(saved, tmp_path / "workspace.json")
    loaded = load_workspace(tmp_path / "workspace.json")
    assert loaded == DemoWorkspace(
        version="7.2.1",
        users=saved.users,
        permissions=sorted(saved.permissions, key=lambda entry: entry["_id"]),
        integrations=[saved.integrations[1], saved.integrations[0]],
        history={"b": [{"_id": "1"}, {"_id": "2"}]},
    )


def test_the_same_workspace_gives_the_same_bytes_whatever_its_order(tmp_path: Path) -> None:
    """Neither the order of documents nor that of their fields shows in the file."""
    one, other = incoming("a", alias="x", emoji=":x:"), incoming("a", emoji=":x:", alias="x")
    save_workspace(workspace(one, incoming("b")), tmp_path / "one.json")
    save_workspace(workspace(incoming("b"), other), tmp_path / "other.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "other.json").read_bytes()


def test_the_file_is_text_that_a_person_can_read(tmp_path: Path) -> None:
    """Letters of all alphabets stand in the file as they are, indented by one."""
    save_workspace(workspace(incoming("Größe 🚀")), tmp_path / "workspace.json")
    text = (tmp_path / "workspace.json").read_text(encoding="utf-8")
    assert '\n   "name": "Größe 🚀"' in text
    assert text.endswith("}\n")


@given(name=st.text(st.characters(), max_size=20))
@settings(deadline=None)  # other work on the machine is no failure
def test_any_text_survives_the_file(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """Every string that JSON can carry comes back, half surrogate pairs included."""
    path = tmp_path_factory.getbasetemp() / "any-text.json"
    save_workspace(workspace(incoming("a", alias=name)), path)
    assert load_workspace(path).integrations[0]["alias"] == name


def test_by_default_only_administrators_manage_integrations() -> None:
    """A new server gives the permissions to manage integrations to administrators alone."""
    roles = {entry["_id"]: entry["roles"] for entry in default_permissions()}
    assert {name: roles[name] for name in roles if name.startswith("manage-")} == {
        "manage-incoming-integrations": ["admin"],
        "manage-outgoing-integrations": ["admin"],
        "manage-own-incoming-integrations": ["admin"],
        "manage-own-outgoing-integrations": ["admin"],
    }
    assert "bot" in roles["api-bypass-rate-limit"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param("{", "not valid JSON", id="cut off"),
        pytest.param("\udcff", "not valid JSON", id="not UTF-8"),
        pytest.param([], "not a JSON object", id="a list"),
        pytest.param({"version": "8.4.0"}, "exactly the fields", id="fields missing"),
        pytest.param(EMPTY | {"rooms": []}, "exactly the fields", id="a field too many"),
        pytest.param(EMPTY | {"version": 8}, "'version' of the wrong type", id="a number"),
        pytest.param(EMPTY | {"users": {}}, "'users' of the wrong type", id="users no list"),
        pytest.param(EMPTY | {"users": ["u"]}, "without an _id in users", id="a user's name"),
        pytest.param(
            EMPTY | {"integrations": [{"name": "x"}]},
            "without an _id in integrations",
            id="an integration without an id",
        ),
        pytest.param(
            EMPTY | {"integrations": [incoming("a"), incoming("a")]},
            "the _id 'a' twice in integrations",
            id="an id twice",
        ),
        pytest.param(EMPTY | {"history": {"a": 1}}, "history of a that is no list", id="history"),
    ],
)
def test_a_damaged_file_is_named_with_what_is_wrong(
    tmp_path: Path, content: object, complaint: str
) -> None:
    """A file that holds no workspace is refused in one sentence that names it."""
    path = tmp_path / "workspace.json"
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(text.encode("utf-8", errors="surrogateescape"))
    with pytest.raises(ConfigError, match=complaint) as caught:
        load_workspace(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is refused in one sentence that names it."""
    with pytest.raises(ConfigError, match=r"gone\.json: No such file"):
        load_workspace(tmp_path / "gone.json")
