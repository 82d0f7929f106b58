import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from demo_calls import ask, listed
from demo_documents import incoming, numbered, workspace
from hypothesis import given, settings
from hypothesis import strategies as st

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer

TOTAL_ORDER = '{"_id":1}'


@pytest.fixture(scope="module")
def many() -> Iterator[DemoServer]:
    """Serve 137 integrations in pages of at most 40."""
    with DemoServer(workspace(*numbered(137)), Behaviour(page_limit=40)) as server:
        yield server


@pytest.fixture(scope="module")
def connection(many: DemoServer) -> Iterator[http.client.HTTPConnection]:
    """Keep one connection to the server of many integrations open."""
    opened = http.client.HTTPConnection("127.0.0.1", many.port)
    yield opened
    opened.close()


@given(counts=st.lists(st.integers(1, 200) | st.none(), min_size=1), sort=st.sampled_from([1, -1]))
@settings(deadline=None)  # other work on the machine is no failure
def test_who_advances_by_what_came_gets_every_document_once(
    many: DemoServer,
    connection: http.client.HTTPConnection,
    counts: list[int | None],
    sort: int,
) -> None:
    """With a total order, any sequence of page sizes leads through the whole list."""
    user_id, token = many.credentials()
    seen: list[str] = []
    while len(seen) < 137:
        count = counts[len(seen) % len(counts)]
        query = {"offset": len(seen), "sort": json.dumps({"_id": sort})}
        query |= {} if count is None else {"count": count}
        connection.request(
            "GET",
            f"/api/v1/integrations.list?{urlencode(query)}",
            headers={"X-User-Id": user_id, "X-Auth-Token": token},
        )
        page = json.loads(connection.getresponse().read())
        assert page["total"] == 137
        assert page["offset"] == len(seen)
        assert page["count"] == page["items"] == len(page["integrations"])
        assert len(page["integrations"]) == min(count or 50, 40, 137 - len(seen))
        seen += [document["_id"] for document in page["integrations"]]
    assert seen == sorted((entry["_id"] for entry in numbered(137)), reverse=sort < 0)


@pytest.mark.parametrize(
    ("switches", "params", "size"),
    [
        pytest.param({}, {}, 50, id="not named: 50"),
        pytest.param({}, {"count": 7}, 7, id="as asked for"),
        pytest.param({}, {"count": 1000}, 100, id="cut down to the limit"),
        pytest.param({"page_limit": 25}, {"count": 100}, 25, id="cut down to a lower limit"),
        pytest.param({"page_limit": 25}, {}, 25, id="not named: the limit where it is lower"),
        pytest.param({"page_limit": 500}, {"count": 500}, 120, id="a higher limit"),
        pytest.param({}, {"count": 0}, 120, id="nought: all"),
        pytest.param({"page_limit": 25}, {"count": 0}, 120, id="nought: all, past the limit"),
        pytest.param({"allow_infinite_count": False}, {"count": 0}, 50, id="nought not allowed"),
        pytest.param({}, {"offset": 115}, 5, id="the last page"),
        pytest.param({}, {"offset": 500}, 0, id="past the end"),
        pytest.param({}, {"offset": 100, "count": 0}, 20, id="all from an offset on"),
    ],
)
def test_a_page_is_as_long_as_the_server_wants(
    switches: dict[str, Any], params: dict[str, Any], size: int
) -> None:
    """The count asked for is only one of the things that decide how much comes."""
    with DemoServer(workspace(*numbered(120)), Behaviour(**switches)) as server:
        reply = ask(server, "integrations.list", **params).json()
    assert (len(reply["integrations"]), reply["count"], reply["total"]) == (size, size, 120)


def test_without_sort_two_pages_do_not_fit_together() -> None:
    """Each call has an order of its own, so pages repeat some documents and miss others."""
    with DemoServer(workspace(*numbered(100))) as server:
        first, second = listed(server), listed(server, offset=50)
    assert len({*first, *second}) < 100


def test_an_ordered_server_pages_without_sort_too() -> None:
    """With the switch off, the order of the documents is that of their ids."""
    with DemoServer(workspace(*numbered(100)), Behaviour(unordered=False)) as server:
        assert listed(server, count=0) == [entry["_id"] for entry in numbered(100)]


def test_documents_that_sort_leaves_equal_come_in_any_order() -> None:
    """Sorting by a field that many share is no total order."""
    documents = [incoming(f"id{n:03}", username="ab"[n // 50]) for n in range(100)]
    with DemoServer(workspace(*documents)) as server:
        pages = [listed(server, count=0, sort='{"username":-1}') for _ in range(2)]
    assert pages[0] != pages[1]
    assert all(set(page[:50]) == {f"id{n:03}" for n in range(50, 100)} for page in pages)


def test_values_of_all_types_have_their_place_in_the_order() -> None:
    """Missing, numbers, text, objects, lists, booleans: in the order of the database."""
    values = [True, [1], {"a": 1}, "b", "", 2, 1.5, None, False]
    documents = [incoming(f"id{n}", alias=value) for n, value in enumerate(values)]
    with DemoServer(workspace(*documents, incoming("id9"))) as server:
        order = listed(server, sort='{"alias":1,"_id":-1}')
    assert order == ["id9", "id7", "id6", "id5", "id4", "id3", "id2", "id1", "id8", "id0"]


@pytest.mark.parametrize(
    ("params", "error", "error_type"),
    [
        pytest.param({"count": "ten"}, "must be number", "invalid-params", id="count in words"),
        pytest.param({"offset": "-1"}, "must be number", "invalid-params", id="offset below 0"),
        pytest.param({"offset": "9" * 5000}, "must be number", "invalid-params", id="endless"),
        pytest.param({"count": "²"}, "must be number", "invalid-params", id="a raised digit"),
        pytest.param(
            {"sort": "_id"},
            'Invalid sort parameter provided: "_id"',
            "error-invalid-sort",
            id="sort that is no JSON",
        ),
        pytest.param(
            {"sort": '{"_id":"up"}'},
            'Invalid sort parameter provided: "{"_id":"up"}"',
            "error-invalid-sort",
            id="sort with a word for its direction",
        ),
        pytest.param(
            {"sort": "[]"},
            'Invalid sort parameter provided: "[]"',
            "error-invalid-sort",
            id="sort that is a list",
        ),
    ],
)
def test_bad_paging_parameters_are_rejected(
    many: DemoServer, params: dict[str, str], error: str, error_type: str
) -> None:
    """A parameter that cannot be read is a 400 that says so."""
    reply = ask(many, "integrations.list", **params)
    assert (reply.status_code, reply.json()) == (
        400,
        {"success": False, "error": f"{error} [{error_type}]", "errorType": error_type},
    )


def test_a_sort_too_deep_to_read_is_rejected(many: DemoServer) -> None:
    """JSON that goes deeper than any reader is a 400 as well."""
    reply = ask(many, "integrations.list", sort="[" * 20000)
    assert (reply.status_code, reply.json()["errorType"]) == (400, "error-invalid-sort")


def test_an_empty_sort_is_none() -> None:
    """An object without fields leaves the route's default order."""
    with DemoServer(workspace(*numbered(3)), Behaviour(unordered=False)) as server:
        assert listed(server, sort="{}") == ["id0000", "id0001", "id0002"]


def test_the_total_can_claim_too_much() -> None:
    """With that switch the list ends before the total that it names."""
    with DemoServer(workspace(*numbered(3)), Behaviour(short_total=2)) as server:
        reply = ask(server, "integrations.list", sort=TOTAL_ORDER).json()
    assert (len(reply["integrations"]), reply["total"]) == (3, 5)
