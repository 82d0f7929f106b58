"""The list over real sockets, while it changes."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from demo_documents import incoming, numbered, workspace
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import profile_of

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer
from rcaudit.workspace.client import Client
from rcaudit.workspace.listing import Listing


class BetweenPages(requests.adapters.HTTPAdapter):
    """Does something to the workspace after each page of the list."""

    def __init__(self, change: Callable[[int], None]) -> None:
        super().__init__()
        self.change = change
        self.pages = 0

    def send(self, *args: Any, **kwargs: Any) -> requests.Response:
        """Send the call, then change the workspace."""
        response = super().send(*args, **kwargs)
        self.pages += 1
        self.change(self.pages)
        return response


def read(server: DemoServer, change: Callable[[int], None] = lambda _: None) -> Any:
    """Read the list while it changes; return the ids, and the codes of the gaps."""
    with requests.Session() as session:
        session.mount("http://", BetweenPages(change))
        with Client(profile_of(server), session=session) as client:
            listing = Listing(client)
            ids = [document["_id"] for document in listing]
            assert len(listing) == len(ids) == len(set(ids))
            return ids, [gap.code for gap in listing.gaps()]


@settings(deadline=None, max_examples=40)
@given(size=st.integers(0, 20), page_limit=st.integers(1, 9))
def test_gives_every_integration_once(size, page_limit):
    """Whatever the size, and the server's cap."""
    with DemoServer(workspace(*numbered(size)), Behaviour(page_limit=page_limit)) as server:
        ids, gaps = read(server)
    assert ids == [f"id{number:04}" for number in range(size)]
    assert gaps == []


@settings(deadline=None, max_examples=60)
@given(data=st.data(), size=st.integers(3, 14), page_limit=st.integers(2, 5))
def test_loses_nothing_that_was_there_all_the_while(data, size, page_limit):
    """Integrations are deleted and created between pages; what stays is given, or a gap told."""
    before = [f"id{number:04}" for number in range(size)]
    gone = data.draw(st.lists(st.sampled_from(before), unique=True, max_size=size - 1))
    moments = data.draw(st.lists(st.integers(1, 4), min_size=len(gone), max_size=len(gone)))
    created = data.draw(st.lists(st.tuples(st.integers(1, 4), st.integers(0, size)), max_size=3))
    with DemoServer(workspace(*numbered(size)), Behaviour(page_limit=page_limit)) as server:

        def change(page: int) -> None:
            for integration_id, moment in zip(gone, moments, strict=True):
                if moment == page:
                    server.remove(integration_id)
            for number, (moment, place) in enumerate(created):
                if moment == page:
                    server.add(incoming(f"id{place:04}-{number}"))

        ids, gaps = read(server, change)
    assert gaps == []
    assert set(before) - set(gone) <= set(ids)


def test_reads_again_where_a_deletion_moved_a_page():
    """The integration that slipped into the page before is not lost, and not told as a gap."""
    with DemoServer(workspace(*numbered(4)), Behaviour(page_limit=2)) as server:
        ids, gaps = read(server, lambda page: server.remove("id0000") if page == 1 else None)
    assert sorted(ids) == ["id0000", "id0001", "id0002", "id0003"]
    assert gaps == []


def test_sees_a_deletion_that_a_creation_hides():
    """The total is what it was, and one integration has moved."""
    with DemoServer(workspace(*numbered(6)), Behaviour(page_limit=3)) as server:

        def change(page: int) -> None:
            if page == 1:
                server.remove("id0000")
                server.add(incoming("id9999"))

        ids, gaps = read(server, change)
    assert set(ids) >= {"id0003", "id9999"}
    assert gaps == []


def test_reports_a_total_that_never_came():
    """After three readings, with the numbers."""
    with DemoServer(workspace(*numbered(3)), Behaviour(short_total=2)) as server:
        with Client(profile_of(server)) as client:
            listing = Listing(client)
            assert len(list(listing)) == 3
            [gap] = listing.gaps()
        assert len(server.calls) == 6
    assert gap.code == "short_list"
    assert gap.message == (
        "the list gave 3 integrations, but its total is 5: 2 never came, in 3 readings"
    )


def test_reports_a_list_that_never_stands_still():
    """Something is deleted in front of each page: nobody knows what was missed."""
    with DemoServer(workspace(*numbered(20)), Behaviour(page_limit=4)) as server:

        def change(_: int) -> None:
            server.remove(server.documents[0]["_id"])

        ids, gaps = read(server, change)
    assert gaps == ["short_list"]
    assert len(ids) > 4


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param({"name": "x"}, id="no id"),
        pytest.param({"_id": None}, id="null"),
        pytest.param({"_id": ""}, id="empty"),
        pytest.param({"_id": 3}, id="a number"),
        pytest.param({"_id": "\ud800"}, id="half a surrogate pair"),
        pytest.param("a", id="no document"),
    ],
)
def test_reports_entries_without_an_id(entry):
    """They cannot be asked for or kept, and are no reason to read again."""
    body = {"integrations": [incoming("a"), entry, incoming("ü")], "total": 3}
    with DemoServer(workspace()) as server:
        server.change(misshapen={"integrations.list": body})
        ids, gaps = read(server)
        assert len(server.calls) == 1
    assert ids == ["a", "ü"]
    assert gaps == ["unidentified"]


def test_drops_ids_that_come_twice():
    """A server without order repeats some."""
    body = {"integrations": [incoming("a"), incoming("b"), incoming("a")], "total": 2}
    with DemoServer(workspace()) as server:
        server.change(misshapen={"integrations.list": body})
        assert read(server) == (["a", "b"], [])
