"""What the server's answers mean, each over a real socket."""

import json
import time

import pytest
from demo_documents import incoming, workspace
from hypothesis import given
from hypothesis import strategies as st
from profiles import TOKEN, profile, profile_of
from raw_server import RawServer, reply

from rcaudit import errors
from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.server import DemoServer
from rcaudit.snapshot.secret import Secret
from rcaudit.workspace.client import Client
from rcaudit.workspace.reply import Reply, read_reply

BODY_SECRET = "EXAMPLE-of-the-body"
PAGE = f"<!DOCTYPE html><title>{BODY_SECRET}</title>".encode()
OK = reply(b'{"success":true}')


def raised(*answers: bytes, is_known: bool = False, retries: int = 0) -> errors.RcauditError:
    """Return what a call raises when it gets these answers."""
    answers = (OK, *answers) if is_known else answers
    with RawServer(*answers) as server, Client(profile(server.url, retries=retries)) as client:
        if is_known:
            client.get("me")
        with pytest.raises(errors.RcauditError) as caught:
            client.get("integrations.list", {"count": 1}, expect={"integrations": list})
        error = caught.value
        assert server.url in str(error)
    assert BODY_SECRET not in str(error)
    assert TOKEN not in str(error)
    return error


def refusal(line: str, /, **body: object) -> bytes:
    """Return a reply with this status line and JSON body."""
    return reply(json.dumps(body).encode(), status=line)


MESSAGE = "You must be logged in to do this."


@pytest.mark.parametrize(
    ("answer", "kind", "part"),
    [
        pytest.param(
            refusal("401 Unauthorized", status="error", message=MESSAGE),
            errors.AuthenticationError,
            "does not accept this token for this user id",
            id="401 of an older server",
        ),
        pytest.param(
            refusal("401 Unauthorized", success=False, error=MESSAGE, status="error"),
            errors.AuthenticationError,
            "does not accept this token",
            id="401 of a newer server",
        ),
        pytest.param(
            refusal("403 Forbidden", success=False, error="unauthorized"),
            errors.ForbiddenError,
            "manage-incoming-integrations",
            id="403 of an older server",
        ),
        pytest.param(
            refusal("403 Forbidden", success=False, error="User does [error-unauthorized]"),
            errors.ForbiddenError,
            "lacks the permission",
            id="403 of a newer server",
        ),
        pytest.param(
            refusal("403 Forbidden", success=False, error="x", errorType="error-forbidden"),
            errors.ForbiddenError,
            "lacks the permission",
            id="403 of 9.0",
        ),
        pytest.param(
            refusal("400 Bad Request", success=False, error="not-authorized"),
            errors.ForbiddenError,
            "lacks the permission",
            id="400 that means not permitted",
        ),
        pytest.param(
            refusal("400 Bad Request", success=False, error="The integration does not exists."),
            errors.NotFoundError,
            "does not exist",
            id="400 that means gone",
        ),
        pytest.param(
            refusal(
                "400 Bad Request",
                success=False,
                error=f"must have required property '{BODY_SECRET}' [invalid-params]",
                errorType="invalid-params",
            ),
            errors.RequestRejectedError,
            "400 (invalid-params)",
            id="bad parameters",
        ),
        pytest.param(
            refusal("400 Bad Request", success=False, error="x y [error-invalid-params]"),
            errors.RequestRejectedError,
            "400 (error-invalid-params)",
            id="bad parameters, the code in the text only",
        ),
        pytest.param(
            refusal("400 Bad Request", success=False, error=BODY_SECRET),
            errors.RequestRejectedError,
            "400 (no reason given)",
            id="400 with some text",
        ),
        pytest.param(
            refusal("400 Bad Request", success=False, error={"a": BODY_SECRET}, errorType=3),
            errors.RequestRejectedError,
            "400 (no reason given)",
            id="400 with something else",
        ),
        pytest.param(
            reply(BODY_SECRET.encode(), status="405 Method Not Allowed"),
            errors.RequestRejectedError,
            "405 (no reason given)",
            id="405 in plain text",
        ),
        pytest.param(
            refusal("404 Not Found", success=False, error="API endpoint not found"),
            errors.NotRocketChatError,
            "Check the URL",
            id="404 first",
        ),
        pytest.param(
            reply(PAGE, status="404 Not Found"),
            errors.NotRocketChatError,
            "404 and a web page: there is no Rocket.Chat API. Check the URL",
            id="404 with a page first",
        ),
        pytest.param(
            reply(PAGE), errors.NotRocketChatError, "with a web page: there is no", id="page first"
        ),
        pytest.param(
            reply(b"\xef\xbb\xbf \r\n" + b"\n" * 200 + PAGE),
            errors.NotRocketChatError,
            "a web page",
            id="a page after white space",
        ),
        pytest.param(
            reply(PAGE, status="403 Forbidden"),
            errors.NotRocketChatError,
            "403 and a web page",
            id="a firewall's 403 first",
        ),
        pytest.param(
            reply(PAGE, status="502 Bad Gateway"), errors.UnreachableError, "answers 502", id="502"
        ),
        pytest.param(
            reply(PAGE, status="503 Unavailable"), errors.UnreachableError, "answers 503", id="503"
        ),
        pytest.param(
            reply(PAGE, status="504 Time-out"), errors.UnreachableError, "answers 504", id="504"
        ),
        pytest.param(reply(b""), errors.InvalidReplyError, "is no JSON", id="nothing"),
        pytest.param(reply(b'{"a":'), errors.InvalidReplyError, "is no JSON", id="half of it"),
        pytest.param(reply(b"\xff\xfe"), errors.InvalidReplyError, "is no JSON", id="no text"),
        pytest.param(reply(b"[" * 99999), errors.InvalidReplyError, "no JSON", id="too deep"),
        pytest.param(reply(b"[1]"), errors.InvalidReplyError, "but no object", id="a list"),
        pytest.param(reply(b"{}"), errors.InvalidReplyError, "no 'integrations'", id="without it"),
        pytest.param(
            reply(b'{"integrations":{"a":1}}'),
            errors.InvalidReplyError,
            "no 'integrations' as the API promises",
            id="another type",
        ),
        pytest.param(
            reply(b'{"error"', status="400 Bad Request"),
            errors.InvalidReplyError,
            "is no JSON",
            id="half a refusal",
        ),
    ],
)
def test_each_answer_has_its_error(answer, kind, part):
    """The message says what, where and what to do, and shows nothing of the body."""
    error = raised(answer)
    assert type(error) is kind
    assert part in str(error)


@pytest.mark.parametrize(
    ("answer", "kind", "part"),
    [
        pytest.param(
            refusal("404 Not Found", success=False, error="API endpoint not found"),
            errors.RequestRejectedError,
            "404",
            id="404",
        ),
        pytest.param(reply(PAGE), errors.InvalidReplyError, "with a web page", id="a page"),
        pytest.param(
            reply(PAGE, status="403 Forbidden"),
            errors.InvalidReplyError,
            "403 and a web page: that is not the workspace but something before it",
            id="a firewall's 403",
        ),
    ],
)
def test_in_the_middle_an_answer_can_mean_something_else(answer, kind, part):
    """From a server that is known to be one, it is no reason to check the URL."""
    error = raised(answer, is_known=True)
    assert type(error) is kind
    assert part in str(error)


@pytest.mark.parametrize(
    ("answer", "is_known"),
    [
        pytest.param(reply(PAGE), True, id="a page in the middle"),
        pytest.param(reply(PAGE, status="503 Unavailable"), False, id="503"),
        pytest.param(reply(b'{"a":'), False, id="half of it"),
        pytest.param(reply(b'{"integrations":3}'), False, id="another type"),
    ],
)
def test_what_may_pass_is_tried_again(answer, is_known):
    """Then the right answer counts."""
    good = reply(b'{"integrations":[]}')
    before = (OK,) if is_known else ()
    with RawServer(*before, answer, answer, good) as server, Client(profile(server.url)) as client:
        for _ in before:
            client.get("me")
        assert client.get("integrations.list", expect={"integrations": list}) == {
            "integrations": []
        }
        assert len(server.requests) == 3 + is_known


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(reply(b"{}", status="401 Unauthorized"), id="401"),
        pytest.param(reply(b"{}", status="403 Forbidden"), id="403"),
        pytest.param(reply(b"{}", status="400 Bad Request"), id="400"),
        pytest.param(reply(b"{}", status="404 Not Found"), id="404"),
        pytest.param(reply(b"", "Location: /", status="302 Found"), id="302"),
        pytest.param(reply(PAGE), id="a page first"),
    ],
)
def test_what_will_not_pass_is_not_tried_again(answer):
    """One call, and the error."""
    with RawServer(answer) as server, Client(profile(server.url)) as client:
        with pytest.raises(errors.WorkspaceError):
            client.get("me")
        assert len(server.requests) == 1


class TestRedirects:
    """They are named, and never followed."""

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_the_target_gets_no_call(self, status):
        """The token stays here."""
        with DemoServer(workspace()) as target:
            switches = Behaviour(redirect_to=f"{target.url}/api/v1/me", redirect_status=status)
            with (
                DemoServer(workspace(), switches) as server,
                Client(profile_of(server)) as client,
                pytest.raises(errors.RedirectError, match=f"redirects to {target.url}/api/v1/me"),
            ):
                client.get("me")
            assert len(server.calls) == 1
            assert len(target.calls) == 0

    @pytest.mark.parametrize(
        ("location", "shown"),
        [
            ("https://chat.example.com/x", "to https://chat.example.com/x."),
            (f"https://{BODY_SECRET}:p@chat.example.com:8443/x", "to https://chat.example.com:8443/x."),
            (f"https://chat.example.com/login?session={BODY_SECRET}#a", "to https://chat.example.com/login."),
            ("https://[2001:db8::1]:8443/x", "to https://[2001:db8::1]:8443/x."),
            ("/login", "to /login."),
            ("", "to nowhere."),
            ("https://[", "to an address that is none."),
            ("https://chat.example.com:port/", "to an address that is none."),
        ],
    )  # fmt: skip
    def test_the_target_is_named_without_what_may_be_secret(self, location, shown):
        """No userinfo, no query."""
        error = raised(reply(b"", f"Location: {location}", status="302 Found"))
        assert type(error) is errors.RedirectError
        assert shown in str(error)

    def test_a_redirect_without_a_target_is_none_less(self):
        """It says nowhere."""
        assert "redirects to nowhere" in str(raised(reply(b"", status="304 Not Modified")))

    def test_its_body_is_bounded(self):
        """It is read no further than any other."""
        with (
            DemoServer(workspace(), Behaviour(redirect_to="/", huge=True)) as server,
            Client(profile_of(server, largest_reply=100_000)) as client,
            pytest.raises(errors.ReplyTooLongError),
        ):
            client.get("me")


class TestAgainstTheDemoServer:
    """The same over what behaves as the real server."""

    @pytest.mark.parametrize(
        ("switches", "account", "route", "params", "kind"),
        [
            ({}, "nobody", "integrations.list", {}, errors.ForbiddenError),
            ({"strict": True}, "nobody", "integrations.list", {}, errors.ForbiddenError),
            ({"old_errors": True}, "nobody", "integrations.list", {}, errors.ForbiddenError),
            ({}, "auditor", "integrations.get", {"integrationId": "b"}, errors.NotFoundError),
            ({}, "own", "integrations.get", {"integrationId": "a"}, errors.ForbiddenError),
            ({"strict": True}, "own", "integrations.get", {"integrationId": "a"},
             errors.ForbiddenError),
            ({}, "auditor", "integrations.get", {}, errors.RequestRejectedError),
            ({}, "auditor", "integrations.list", {"fields": "{}"}, errors.RequestRejectedError),
            ({"html": 200}, "auditor", "me", {}, errors.NotRocketChatError),
            ({"html": 404}, "auditor", "me", {}, errors.NotRocketChatError),
            ({}, "auditor", "no.such.route", {}, errors.NotRocketChatError),
            ({"misshapen": {"me": []}}, "auditor", "me", {}, errors.InvalidReplyError),
            ({"fail_rate": 1.0}, "auditor", "me", {}, errors.UnreachableError),
            ({"reset_rate": 1.0}, "auditor", "me", {}, errors.UnreachableError),
        ],
    )  # fmt: skip
    def test_each_refusal_has_its_error(self, switches, account, route, params, kind):
        """Old, new and strict servers differ in words only."""
        with (
            DemoServer(workspace(incoming("a")), Behaviour(**switches)) as server,
            Client(profile_of(server, account)) as client,
            pytest.raises(errors.WorkspaceError) as caught,
        ):
            client.get(route, params)
        assert type(caught.value) is kind

    @pytest.mark.parametrize("old_errors", [False, True])
    def test_a_wrong_token_is_not_accepted(self, old_errors):
        """Nor is a right one for another user id."""
        with (
            DemoServer(workspace(), Behaviour(old_errors=old_errors)) as server,
            Client(profile_of(server, token=Secret("wrong"))) as client,
            pytest.raises(errors.AuthenticationError),
        ):
            client.get("me")


@given(st.binary(max_size=200), st.integers(200, 599), st.booleans())
def test_any_body_gives_an_object_or_an_error_that_shows_nothing_of_it(body, status, is_known):
    """Whatever a server sends, there is no other way out."""
    sent = Reply("https://chat.example.com/api/v1/me", status, {}, body, 0, time.monotonic())
    try:
        found: object = read_reply(sent, {}, is_known=is_known)
    except errors.WorkspaceError as error:
        found = {"error": str(error)}
    assert isinstance(found, dict)
    shown = str(found.get("error", sent.url))
    assert status < 300 or shown.startswith("https://chat.example.com/api/v1/me")


@given(st.text("abcdefXYZ0123456789-_", min_size=20, max_size=43).map("0{}".format))
def test_a_body_that_echoes_the_token_does_not_bring_it_into_a_message(token):
    """Only codes of the server's own shape are shown."""
    for body in ({"error": token}, {"errorType": token}, {"error": f"x [{token}]"}):
        sent = Reply("https://a", 400, {}, json.dumps(body).encode(), 0, 0)
        with pytest.raises(errors.WorkspaceError) as caught:
            read_reply(sent, {}, is_known=True)
        assert token not in str(caught.value)
