import itertools
from typing import Any

import pytest
from demo_documents import incoming, outgoing, workspace
from hypothesis import given
from hypothesis import strategies as st
from profiles import profile_of

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.model import default_permissions
from rcaudit.demo.server import DemoServer
from rcaudit.errors import AuthenticationError, ForbiddenError
from rcaudit.snapshot.manifest import Visibility
from rcaudit.snapshot.secret import Secret
from rcaudit.workspace.client import Client
from rcaudit.workspace.listing import Listing
from rcaudit.workspace.visibility import (
    FULL,
    OWN,
    CountedIntegrations,
    ask_account,
    ask_counts,
    ask_permissions,
    ask_version,
    find_view_gaps,
    see,
    with_counts,
)

ALL = [*FULL.values(), *OWN.values()]
COMBINATIONS = [
    combination for size in range(5) for combination in itertools.combinations(ALL, size)
]


def two_roles(permissions: tuple[str, ...]) -> Any:
    """Return a workspace whose user `asker` has these permissions by two roles."""
    granted = [
        {**entry, "roles": [*entry["roles"], "even" if number % 2 else "odd"]}
        if entry["_id"] in permissions
        else entry
        for number, entry in enumerate(default_permissions())
    ]
    user = {"_id": "asker", "username": "asker", "active": True, "roles": ["odd", "even"]}
    documents = [
        kind(f"{kind.__name__}-{creator}", _createdBy={"_id": creator, "username": creator})
        for kind in (incoming, outgoing)
        for creator in ("asker", "another")
    ]
    return workspace(*documents, users=[user], permissions=granted)


@pytest.mark.parametrize("permissions", COMBINATIONS, ids=lambda names: " ".join(names) or "none")
def test_what_an_account_sees_is_what_the_server_shows_it(permissions):
    """Each combination of the four permissions, against the list itself."""
    with (
        DemoServer(two_roles(permissions)) as server,
        Client(profile_of(server, "asker")) as client,
    ):
        visibility = see(ask_permissions(client, ask_account(client).roles))
        try:
            shown = {document["_id"] for document in Listing(client)}
        except ForbiddenError:
            shown = set()
    creators = {"all": ("asker", "another"), "own": ("asker",), "none": ()}
    expected = {f"incoming-{creator}" for creator in creators[visibility.incoming_reach]}
    expected |= {f"outgoing-{creator}" for creator in creators[visibility.outgoing_reach]}
    assert shown == expected
    assert visibility.is_whole == (len(shown) == 4)
    assert set(visibility.missing_permissions) == set(FULL.values()) - set(permissions)


@pytest.mark.parametrize(
    ("visibility", "listed", "gap"),
    [
        pytest.param(Visibility(), 3, ("visibility_unknown", "did not say which"), id="unknown"),
        pytest.param(see(frozenset(ALL)), 3, None, id="all of it"),
        pytest.param(
            Visibility(
                incoming_reach="all",
                outgoing_reach="none",
                missing_permissions=("manage-outgoing-integrations",),
                total=340,
            ),
            212,
            ("visibility", "you see 212 of 340 integrations: this account lacks manage-outgoing-"),
            id="one direction",
        ),
        pytest.param(
            see(frozenset(OWN.values())),
            3,
            ("visibility", "you see 3 integrations: this account lacks manage-incoming-integrati"),
            id="only its own",
        ),
        pytest.param(
            with_counts(see(frozenset(ALL)), CountedIntegrations(5, 2, 3)),
            3,
            ("count_differs", "you see 3 of the 5 integrations that the server's statistics count"),
            id="the server counts more",
        ),
        pytest.param(
            with_counts(see(frozenset(ALL)), CountedIntegrations(2, None, None)),
            3,
            None,
            id="the server counts fewer",
        ),
        pytest.param(with_counts(see(frozenset(ALL)), None), 3, None, id="nobody counts"),
    ],
)
def test_a_sentence_says_what_is_missing(visibility, listed, gap):
    """With the numbers and the permissions, where they are known."""
    found = find_view_gaps(visibility, listed)
    if gap is None:
        assert found == []
    else:
        [only] = found
        assert only.code == gap[0]
        assert gap[1] in only.message


@given(st.sets(st.sampled_from(ALL)), st.integers(0, 9), st.none() | st.integers(0, 9))
def test_a_partial_view_is_never_passed_over(permissions, listed, total):
    """Whatever the counts say."""
    visibility = see(frozenset(permissions))
    counts = None if total is None else CountedIntegrations(total, None, None)
    gaps = find_view_gaps(with_counts(visibility, counts), listed)
    assert bool(gaps) >= (not visibility.is_whole)


def ask(question: Any, account: str = "auditor", **switches: Any) -> Any:
    """Put a question to a server that behaves so."""
    with (
        DemoServer(workspace(incoming("a"), outgoing("b")), Behaviour(**switches)) as server,
        Client(profile_of(server, account)) as client,
    ):
        return question(client)


class TestAsking:
    """Who the caller is, what it may do, what the server counts."""

    @pytest.mark.parametrize(
        ("body", "name", "roles"),
        [
            ({"_id": "x", "username": "me", "roles": ["a", 3, "b"]}, "me", ("a", "b")),
            ({"_id": "x"}, None, ()),
            ({"_id": "x", "username": 3, "roles": "admin"}, None, ()),
        ],
    )
    def test_an_account_may_lack_anything_but_its_id(self, body, name, roles):
        """What is of another type is as good as absent."""
        account = ask(ask_account, misshapen={"me": body})
        assert (account.id, account.username, account.roles) == ("x", name, roles)

    @pytest.mark.parametrize(
        ("entry", "expected"),
        [
            ({"_id": "p", "roles": ["mine"]}, {"p"}),
            ({"_id": "p", "roles": ["mine", 3]}, {"p"}),
            ({"_id": "p", "roles": ["other"]}, set()),
            ({"_id": "p", "roles": "mine"}, set()),
            ({"_id": 3, "roles": ["mine"]}, set()),
            ({"roles": ["mine"]}, set()),
            ("p", set()),
        ],
    )
    def test_permissions_are_those_of_the_callers_roles(self, entry, expected):
        """Entries that are none give none."""
        found = ask(
            lambda client: ask_permissions(client, ["mine"]),
            misshapen={"permissions.listAll": {"update": [entry]}},
        )
        assert found == expected

    @pytest.mark.parametrize(
        ("account", "switches"),
        [
            pytest.param("limited", {}, id="not permitted"),
            pytest.param("limited", {"strict": True}, id="not permitted on 9.0"),
            pytest.param("auditor", {"misshapen": {"statistics": []}}, id="another shape"),
            pytest.param(
                "auditor", {"misshapen": {"statistics": {"integrations": {}}}}, id="no total"
            ),
            pytest.param("auditor", {"fail_rate": 1.0}, id="failing"),
        ],
    )
    def test_counts_can_be_unknown(self, account, switches):
        """That is no error."""
        assert ask(ask_counts, account, **switches) is None

    def test_counts_are_the_servers(self):
        """By direction where it says so."""
        assert ask(ask_counts) == CountedIntegrations(2, 1, 1)
        body = {"integrations": {"totalIntegrations": 7, "totalIncoming": "many"}}
        found = ask(ask_counts, misshapen={"statistics": body})
        assert found == CountedIntegrations(7, None, None)

    def test_counts_can_be_made_anew(self):
        """The stored ones are old."""
        assert ask(ask_counts, statistics_offset=3).total == 5
        assert ask(lambda client: ask_counts(client, refresh=True), statistics_offset=3).total == 2

    def test_permissions_can_be_unknown(self):
        """A server may refuse to list them."""
        assert ask(lambda client: ask_permissions(client, []), fail_rate=1.0) is None

    def test_a_wrong_token_is_an_error_all_the_same(self):
        """Nothing else will work either."""
        with (
            DemoServer(workspace()) as server,
            Client(profile_of(server, token=Secret("wrong"))) as client,
            pytest.raises(AuthenticationError),
        ):
            ask_counts(client)

    @pytest.mark.parametrize(
        ("body", "version"),
        [
            ({"version": "8.4"}, "8.4"),
            ({"version": "8.4", "info": {"version": "8.4.1"}}, "8.4.1"),
            ({"version": "8.4", "info": 3}, "8.4"),
            ({"info": {"version": "9.0.0-rc.1"}}, "9.0.0-rc.1"),
            ({"version": 8}, None),
            ({"version": "8.4\x1b[31m"}, None),
            ({}, None),
        ],
    )
    def test_the_version_is_the_fullest_that_the_server_tells(self, body, version):
        """What is none of a version's shape is none."""
        assert ask(ask_version, misshapen={"info": body}) == version
