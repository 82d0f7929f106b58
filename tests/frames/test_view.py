import pytest
from audit_frames import account, call, make_frames, outgoing

from rcaudit.frames.frames import Frames
from rcaudit.frames.view import FramesView

TABLES = ("integrations", "channels", "urls", "scripts", "script_hits", "accounts", "activity")


@pytest.fixture
def frames() -> Frames:
    """Return the tables of a workspace of one integration."""
    return make_frames(outgoing("a"), accounts=[account("u-ada")], activity=[call("a")])


@pytest.mark.parametrize("name", TABLES)
def test_a_change_is_the_views_alone(frames: Frames, name: str) -> None:
    """What is changed in it stays there, and the tables behind it are as they were."""
    view = FramesView(frames)
    before = getattr(frames, name).copy(deep=True)
    table = getattr(view, name)
    assert table.equals(before)
    table["mine"] = 1
    table["workspace"] = "another"

    assert getattr(view, name) is table
    assert getattr(frames, name).equals(before)


def test_what_was_not_collected_is_not_there_either() -> None:
    """None is what checks are skipped for."""
    view = FramesView(make_frames(outgoing("a"), accounts=None, activity=None))

    assert (view.accounts, view.activity) == (None, None)


def test_is_of_the_same_workspace(frames: Frames) -> None:
    """The manifest and the name are those of the tables behind it."""
    view = FramesView(frames)

    assert view.manifest is frames.manifest
    assert repr(view) == repr(frames)
    assert view.script_facts.equals(frames.script_facts)
