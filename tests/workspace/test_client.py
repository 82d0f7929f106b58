import threading

import pytest
from demo_documents import numbered, workspace
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import TOKEN, profile, profile_of
from raw_server import RawServer, reply

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer
from rcaudit.errors import RequestRejectedError, StoppedError, UnreachableError
from rcaudit.workspace.client import Client


def test_says_whose_client_it_is_and_no_more():
    """Neither token nor user id."""
    with Client(profile("https://chat.example.com")) as client:
        assert repr(client) == "<Client of chat.example.com>"


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_tries_as_often_as_the_profile_says(retries):
    """Then the last error counts."""
    with DemoServer(workspace(), Behaviour(fail_rate=1.0)) as server:
        with Client(profile_of(server, retries=retries)) as client, pytest.raises(UnreachableError):
            client.get("me")
        assert len(server.calls) == retries + 1


def test_a_stop_ends_the_wait_between_two_tries():
    """However long that is."""
    stopped = threading.Event()
    with DemoServer(workspace(), Behaviour(fail_rate=1.0)) as server:
        whose = profile_of(server, retries=100, backoff=60)
        threading.Timer(0.2, stopped.set).start()
        with Client(whose, stopped=stopped) as client, pytest.raises(StoppedError):
            client.get("me")


class TestPages:
    """paginate()."""

    @settings(deadline=None, max_examples=40)
    @given(size=st.integers(0, 25), page_limit=st.integers(1, 12), unordered=st.booleans())
    def test_give_each_item_once_and_in_order(self, size, page_limit, unordered):
        """Whatever the server's cap is; without `sort` it would shuffle them."""
        switches = Behaviour(page_limit=page_limit, unordered=unordered)
        with DemoServer(workspace(*numbered(size)), switches) as server:
            with Client(profile_of(server)) as client:
                pages = list(client.paginate("integrations.list", "integrations"))
            calls = len(server.calls)
        ids = [item["_id"] for page in pages for item in page.items]
        assert ids == [f"id{number:04}" for number in range(size)]
        assert all(page.is_joined and page.total == size for page in pages)
        # Each page but the first shows one item again; pages of one cannot.
        step = max(page_limit - 1, 1)
        assert calls == max(1 + -(-(size - page_limit) // step), 1)

    def test_can_be_narrowed(self):
        """By what the route takes besides."""
        with DemoServer(workspace(*numbered(12))) as server, Client(profile_of(server)) as client:
            [page] = client.paginate("integrations.list", "integrations", {"name": "id0003"})
        assert [item["_id"] for item in page.items] == ["id0003"]

    def test_tell_that_something_before_them_has_gone(self):
        """The page then does not begin with the last item of the one before."""
        with (
            DemoServer(workspace(*numbered(6)), Behaviour(page_limit=3)) as server,
            Client(profile_of(server)) as client,
        ):
            pages = client.paginate("integrations.list", "integrations")
            first = next(pages)
            server.remove("id0000")
            second = next(pages)
        assert [item["_id"] for item in first.items] == ["id0000", "id0001", "id0002"]
        assert not second.is_joined
        assert [item["_id"] for item in second.items] == ["id0003", "id0004", "id0005"]

    def test_tell_that_everything_else_has_gone(self):
        """There is nothing left to begin with."""
        with (
            DemoServer(workspace(*numbered(6)), Behaviour(page_limit=3)) as server,
            Client(profile_of(server)) as client,
        ):
            pages = client.paginate("integrations.list", "integrations")
            next(pages)
            for number in range(4):
                server.remove(f"id000{number}")
            [last] = pages
        assert (last.items, last.is_joined, last.total) == ([], False, 2)

    def test_end_where_the_server_gives_no_more(self):
        """Whatever total it claims."""
        with (
            DemoServer(workspace(*numbered(4)), Behaviour(short_total=5)) as server,
            Client(profile_of(server)) as client,
        ):
            pages = list(client.paginate("integrations.list", "integrations"))
        assert [len(page.items) for page in pages] == [4, 0]

    def test_of_things_without_ids_are_pages_all_the_same(self):
        """Nobody can tell whether they follow on."""
        bodies = (b'{"x":[1,2],"total":3}', b'{"x":[2,3],"total":3}')
        with RawServer(*map(reply, bodies)) as server, Client(profile(server.url)) as client:
            pages = list(client.paginate("x.list", "x"))
        assert [page.items for page in pages] == [[1, 2], [3]]


def test_a_wrong_token_in_an_answer_is_not_repeated():
    """The server's words stay where they are."""
    answer = reply(f'{{"error":"{TOKEN}"}}'.encode(), status="400 Bad Request")
    with (
        RawServer(answer) as server,
        Client(profile(server.url)) as client,
        pytest.raises(RequestRejectedError, match="no reason given") as caught,
    ):
        client.get("me")
    assert TOKEN not in str(caught.value)
