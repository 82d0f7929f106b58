import itertools
import json
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rcaudit.demo.generate import INCOMING_SHARE, clean_workspace, generate_workspace
from rcaudit.demo.model import DemoWorkspace, load_workspace, save_workspace
from rcaudit.demo.moments import NOW
from rcaudit.demo.special.shapes import UNKNOWN_FIELDS

Document = dict[str, Any]
Predicate = Callable[[Document, DemoWorkspace], Any]

BOTH = (
    "_id type name enabled alias avatar emoji username userId _createdBy _createdAt _updatedAt "
    "channel scriptEnabled script scriptCompiled scriptError scriptEngine skipTranspile token"
)
OUTGOING = (
    "event urls triggerWords triggerWordAnywhere runOnEdits targetRoom retryFailedCalls "
    "retryCount retryDelay impersonateUser"
)
ALL_EVENTS = "sendMessage fileUploaded roomArchived roomCreated roomJoined roomLeft userCreated"
INCOMING_FIELDS = {*BOTH.split(), "overrideDestinationChannelEnabled"}
OUTGOING_FIELDS = {*BOTH.split(), *OUTGOING.split()}
EVENTS = set(ALL_EVENTS.split())


def account(workspace: DemoWorkspace, key: str) -> Document | None:
    """Return the account that has an id."""
    return next((user for user in workspace.users if user["_id"] == key), None)


def creator(document: Document, workspace: DemoWorkspace) -> Document | None:
    """Return the account that created an integration."""
    return account(workspace, (document["_createdBy"] or {}).get("_id"))


def poster(document: Document, workspace: DemoWorkspace) -> Document | None:
    """Return the account that an integration posts as."""
    return account(workspace, document["userId"])


def is_outgoing(document: Document) -> bool:
    """Say whether an integration sends."""
    return document.get("type") == "webhook-outgoing"


def is_on(document: Document) -> bool:
    """Say whether an integration is enabled."""
    return document["enabled"] in (True, "true")


def addresses(document: Document) -> list[str]:
    """Return the addresses of an integration whose list is a list."""
    urls = document.get("urls")
    return urls if isinstance(urls, list) else []


def words(document: Document) -> list[str]:
    """Return the trigger words of an integration whose list is a list."""
    found = document.get("triggerWords")
    return found if isinstance(found, list) else []


def sends_to(pattern: str) -> Predicate:
    """Hold for an enabled integration with an address that matches."""
    return lambda d, _: is_on(d) and any(re.search(pattern, url) for url in addresses(d))


def is_named(pattern: str) -> Predicate:
    """Hold for a name that matches."""
    return lambda d, _: re.search(pattern, d.get("name", "nameless"))


def untouched_for(document: Document, days: int) -> bool:
    """Say whether an integration was last saved so many days ago."""
    saved = document.get("_updatedAt")
    return saved is not None and NOW - datetime.fromisoformat(saved) > timedelta(days=days)


def outcomes(document: Document, workspace: DemoWorkspace) -> list[str]:
    """Return the last step of each delivery, the newest first."""
    return [entry["step"] for entry in workspace.history.get(document["_id"], [])]


def shares_token(document: Document, workspace: DemoWorkspace) -> bool:
    """Say whether another integration has the same token."""
    return any(
        other["token"] == document["token"] and other["_id"] != document["_id"]
        for other in workspace.integrations
    )


def shares_script(document: Document, workspace: DemoWorkspace) -> bool:
    """Say whether another integration has the same script, white space aside."""
    script = "".join((document.get("script") or "").split())
    return bool(script) and any(
        "".join((other.get("script") or "").split()) == script
        for other in workspace.integrations
        if other["_id"] != document["_id"]
    )


def nearly_shares_script(document: Document, workspace: DemoWorkspace) -> bool:
    """Say whether another integration's script differs in one line."""
    lines = (document.get("script") or "").split("\n")
    return len(lines) > 5 and any(
        len(others := (other.get("script") or "").split("\n")) == len(lines)
        and sum(a != b for a, b in zip(lines, others, strict=True)) == 1
        for other in workspace.integrations
    )


def runs_script(document: Document) -> bool:
    """Say whether an enabled integration has a script that is switched on."""
    return (
        is_on(document)
        and document.get("scriptEnabled") in (True, "true")
        and bool((document.get("script") or "").strip())
    )


FLAWS: dict[str, Predicate] = {
    "cleartext to the outside": sends_to(r"^http://hooks\.partner"),
    "localhost": sends_to(r"//localhost"),
    "IPv6 loopback": sends_to(r"//\[::1\]"),
    "private address 10.x": sends_to(r"//10\."),
    "private address 192.168": lambda d, _: "https://192.168.7.15/api/notify" in addresses(d),
    "cloud metadata": sends_to(r"//169\.254\.169\.254/"),
    "single-label host": sends_to(r"//jenkins:"),
    "internal domain": sends_to(r"\.internal[:/]"),
    "loopback in odd spelling": lambda d, _: any("//2130706433" in u for u in addresses(d)),
    "user and password in an address": sends_to(r"//\w+:[^@/]+@"),
    "secret in a query": sends_to(r"\?api_key=EXAMPLE"),
    "secret of Slack": sends_to(r"hooks\.slack\.com/services/T\w{8}/B\w{8}/\w{24}$"),
    "secret of Teams": sends_to(r"webhook\.office\.com/webhookb2/.*/[0-9a-f]{32}/"),
    "secret of Telegram": sends_to(r"api\.telegram\.org/bot\d{10}:[\w-]{35}/"),
    "secret of Discord": lambda d, _: any("discord.com/api/webhooks" in u for u in addresses(d)),
    "international host": sends_to(r"//bücher"),
    "upper-case scheme": sends_to(r"^HTTPS://"),
    "white space around an address": sends_to(r"^\s.*\s$"),
    "space in an address": sends_to(r"team space"),
    "template in an address": sends_to(r"\$\{"),
    "commit id and UUID in an address": sends_to(r"/[0-9a-f]{40}/[0-9a-f]{8}-"),
    "several addresses": lambda d, _: len(addresses(d)) > 1,
    "empty address": lambda d, _: "" in addresses(d),
    "javascript address": lambda d, _: any(u.startswith("javascript:") for u in addresses(d)),
    "direct messages": lambda d, _: is_on(d) and "all_direct_messages" in d.get("channel", ()),
    "private rooms": lambda d, _: is_on(d) and "all_private_groups" in d.get("channel", ()),
    "all public channels": lambda d, _: is_on(d) and "all_public_channels" in d.get("channel", ()),
    "no channel for messages": lambda d, _: d.get("event") == "sendMessage" and d["channel"] == [],
    "every message of a channel": lambda d, _: (
        is_on(d) and d.get("event") == "sendMessage" and d.get("triggerWords") == []
    ),
    "only empty trigger words": lambda d, _: words(d) and not any(w.strip() for w in words(d)),
    "an empty trigger word among others": lambda d, _: "" in words(d) and "!oncall" in words(d),
    "channel of the caller's choice": lambda d, _: (
        d.get("overrideDestinationChannelEnabled") is True
    ),
    "replies as another": lambda d, _: d.get("impersonateUser") is True,
    "event that nobody knows": lambda d, _: is_outgoing(d) and d["event"] not in EVENTS,
    "event of the whole workspace": lambda d, _: (
        is_on(d) and d.get("event") in {"roomArchived", "roomCreated", "userCreated"}
    ),
    "without an owner": lambda d, _: d["_createdBy"] is None,
    "creator inactive": lambda d, w: is_on(d) and (creator(d, w) or {}).get("active") is False,
    "creator gone": lambda d, w: d["_createdBy"] and not creator(d, w),
    "poster inactive": lambda d, w: is_on(d) and (poster(d, w) or {}).get("active") is False,
    "poster gone": lambda d, w: not poster(d, w),
    "poster an administrator": lambda d, w: "admin" in (poster(d, w) or {}).get("roles", ()),
    "poster a person": lambda d, w: (poster(d, w) or {}).get("type") == "user",
    "token of several": shares_token,
    "short token": lambda d, _: len(d["token"]) < 20,
    "script refused": lambda d, _: (
        runs_script(d) and "at constructor" in d["scriptError"]["stack"]
        if "scriptError" in d
        else False
    ),
    "script never compiled": lambda d, _: (
        runs_script(d) and "scriptCompiled" not in d and "scriptError" not in d
    ),
    "script on vm2": lambda d, _: runs_script(d) and d.get("scriptEngine") == "vm2",
    "script without an engine": lambda d, _: runs_script(d) and "scriptEngine" not in d,
    "script idle": lambda d, _: is_on(d) and d.get("scriptEnabled") is False and d.get("script"),
    "script the same": shares_script,
    "script drifted": nearly_shares_script,
    "script empty but enabled": lambda d, _: d.get("scriptEnabled") is True and d["script"] == "",
    "script blank but enabled": lambda d, _: (
        d.get("scriptEnabled") is True and d["script"].isspace()
    ),
    "script with a private key": lambda d, _: "BEGIN RSA PRIVATE KEY" in (d.get("script") or ""),
    "saved without Babel": lambda d, _: (
        d.get("skipTranspile") is True and d["scriptCompiled"] == d["script"]
    ),
    "opposite of skipTranspile": lambda d, _: "scriptTranspile" in d and "skipTranspile" not in d,
    "forgotten": lambda d, _: is_on(d) and untouched_for(d, 730),
    "long disabled": lambda d, _: not is_on(d) and untouched_for(d, 365),
    "never fired": lambda d, w: is_outgoing(d) and is_on(d) and not outcomes(d, w),
    "failing": lambda d, w: any("retr" in step for step in outcomes(d, w)[:1]),
    "unreachable": lambda d, w: "after-http-call" in outcomes(d, w),
    "switched off by 410": lambda d, w: (
        not is_on(d) and "after-process-http-status-410" in outcomes(d, w)[:1]
    ),
    "script that fails when it runs": lambda d, w: "after-prepare-no-opts" in outcomes(d, w),
    "empty name": lambda d, _: d.get("name") == "",
    "blank name": lambda d, _: d.get("name", "").isspace(),
    "no name": lambda d, _: "name" not in d,
    "formula by =": is_named(r"^="),
    "formula by +": is_named(r"^\+"),
    "formula by -": is_named(r"^-"),
    "formula by @": is_named(r"^@"),
    "formula by tab": is_named(r"^\t"),
    "script tag": is_named(r"<script>"),
    "image tag": is_named(r"<img"),
    "line break in a name": is_named(r"\r\n"),
    "right to left": is_named(r"[\u0600-\u06ff].*\u202e"),
    "Chinese": is_named(r"[\u4e00-\u9fff]"),
    "combining letters": lambda d, _: any(map(unicodedata.combining, d.get("name", ""))),
    "emoji with joiners": is_named("\u200d"),
    "very long name": lambda d, _: len(d.get("name", "")) > 500,
    "mathematics in a name": is_named(r"\$x_1\$"),
    "quotes in a name": is_named(r'".*"'),
    "booleans as text": lambda d, _: d["enabled"] == "true" and d["scriptEnabled"] == "false",
    "unknown field with a secret": lambda d, _: "apiKey" in d,
    "secret deep in an unknown field": lambda d, _: "clientSecret" in json.dumps(d.get("upstream")),
    "harmless unknown fields": lambda d, _: "importIds" in d,
    "no type": lambda d, _: "type" not in d,
    "channel as text": lambda d, _: isinstance(d.get("channel"), str),
    "addresses as text": lambda d, _: isinstance(d.get("urls"), str),
    "trigger words as text": lambda d, _: isinstance(d.get("triggerWords"), str),
}
"""What an auditor would remark on, or a program stumble over."""

VARIETY: dict[str, Predicate] = {
    **{
        f"event {event}": lambda d, _, event=event: d.get("event") == event
        for event in sorted(EVENTS)
    },
    "long harmless path": sends_to(r"/[\w/-]{100,}$"),
    "several channels, one a person": lambda d, _: (
        len(d.get("channel", ())) > 1 and d["channel"][-1].startswith("@")
    ),
    "one person as the channel": lambda d, _: d.get("channel") == ["@p.nguyen"],
    "trigger words anywhere": lambda d, _: d.get("triggerWordAnywhere") is True,
    "trigger words beyond ASCII": lambda d, _: not "".join(words(d)).isascii(),
    "runs on edits": lambda d, _: d.get("runOnEdits") is True,
    "retries by powers of ten": lambda d, _: d.get("retryDelay") == "powers-of-ten",
    "retries by powers of two": lambda d, _: d.get("retryDelay") == "powers-of-two",
    "retries by increments": lambda d, _: d.get("retryDelay") == "increments-of-two",
    "target room": lambda d, _: d.get("targetRoom") == "#onboarding",
    "posts as the cat": lambda d, _: d["userId"] == "rocket.cat",
    "on isolated-vm": lambda d, _: runs_script(d) and d.get("scriptEngine") == "isolated-vm",
    "script null": lambda d, _: "script" in d and d["script"] is None,
    "script missing": lambda d, _: "script" not in d,
    "compiled by Babel": lambda d, _: "_createClass" in (d.get("scriptCompiled") or ""),
    "explicitly transpiled": lambda d, _: d.get("skipTranspile") is False,
    "never saved again": lambda d, _: d["_createdAt"][:16] == d.get("_updatedAt", "")[:16],
    "created in 2016": lambda d, _: d["_createdAt"] < "2017",
    "created in 2026": lambda d, _: d["_createdAt"] > "2026",
    "old id": lambda d, _: len(d["_id"]) == 17,
    "new id": lambda d, _: re.fullmatch(r"[0-9a-f]{24}", d["_id"]),
}
"""What any workspace has."""


@pytest.fixture(scope="module")
def sample() -> DemoWorkspace:
    """Return the sample."""
    return generate_workspace()


@pytest.fixture(scope="module")
def others() -> list[DemoWorkspace]:
    """Return samples of other seeds."""
    return [generate_workspace(seed) for seed in range(4)]


@pytest.mark.parametrize("name", [*FLAWS, *VARIETY])
def test_the_sample_has_every_special_case(name: str, sample: DemoWorkspace) -> None:
    """Some integration of 120 is of each kind."""
    holds = (FLAWS | VARIETY)[name]
    assert any(holds(document, sample) for document in sample.integrations)


@pytest.mark.parametrize("name", FLAWS)
def test_the_special_cases_do_not_depend_on_the_seed(
    name: str, others: list[DemoWorkspace]
) -> None:
    """Another seed draws another workspace, with the same special cases."""
    for workspace in others:
        assert any(FLAWS[name](document, workspace) for document in workspace.integrations)


@pytest.mark.parametrize("name", FLAWS)
def test_the_clean_workspace_has_no_flaw(name: str) -> None:
    """What would be remarked on in the sample is nowhere in the clean workspace."""
    workspace = clean_workspace()
    assert [d["name"] for d in workspace.integrations if FLAWS[name](d, workspace)] == []


def test_the_clean_workspace_is_a_workspace() -> None:
    """It has both directions, scripts, accounts, and deliveries of each outgoing integration."""
    workspace = clean_workspace()
    outgoing = {d["_id"] for d in workspace.integrations if is_outgoing(d)}
    assert len(workspace.integrations) == 8
    assert workspace.history.keys() == outgoing
    assert sum(map(runs_script, workspace.integrations)) == 5
    assert {entry["finished"] for key in outgoing for entry in workspace.history[key]} == {True}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two runs save the same file, and another seed another one."""
    for name, seed in (("first", 8), ("second", 8), ("other", 9)):
        save_workspace(generate_workspace(seed), tmp_path / name)
    first, second, other = ((tmp_path / name).read_bytes() for name in ("first", "second", "other"))
    assert first == second
    assert first != other


def test_a_saved_sample_comes_back(tmp_path: Path, sample: DemoWorkspace) -> None:
    """The file of the sample is a workspace, hostile names and malformed documents included."""
    save_workspace(sample, tmp_path / "workspace.json")
    loaded = load_workspace(tmp_path / "workspace.json")
    assert sorted(d["_id"] for d in sample.integrations) == [d["_id"] for d in loaded.integrations]
    assert {d["_id"]: d for d in sample.integrations} == {d["_id"]: d for d in loaded.integrations}


@pytest.mark.parametrize("size", [0, 1, 120, 5000])
def test_any_size_is_a_workspace(size: int) -> None:
    """There are as many integrations as asked for, each with an id of its own in a known form."""
    workspace = generate_workspace(integrations=size)
    ids = {document["_id"] for document in workspace.integrations}
    assert len(workspace.integrations) == len(ids) == size
    assert all(re.fullmatch(r"[0-9A-Za-z]{17}|[0-9a-f]{24}", key) for key in ids)
    assert workspace.history.keys() <= ids


def test_a_large_workspace_has_more_people() -> None:
    """Accounts grow with the integrations, and each has its own id and name."""
    users = generate_workspace(integrations=5000).users
    assert len(users) == len(generate_workspace(integrations=0).users) + 20
    assert len({user["_id"] for user in users}) == len({user["username"] for user in users})
    assert len({user["_id"] for user in users}) == len(users)


def test_the_first_integrations_are_the_same_at_any_size(sample: DemoWorkspace) -> None:
    """A smaller workspace is the beginning of a larger one, while the accounts are the same."""
    assert generate_workspace(integrations=30).integrations == sample.integrations[:30]


@pytest.mark.parametrize("size", [120, 5000])
def test_shares_are_believable(size: int) -> None:
    """Directions, states and scripts are mixed as in a workspace that has grown."""
    documents = generate_workspace(integrations=size).integrations
    assert sum(map(is_outgoing, documents)) / size == pytest.approx(1 - INCOMING_SHARE, abs=0.01)
    assert sum(not is_on(d) for d in documents) / size == pytest.approx(0.22, abs=0.05)
    assert 0.3 < sum(map(runs_script, documents)) / size < 0.5


@pytest.mark.parametrize("size", [120, 5000])
def test_fields_are_the_servers_but_for_the_odd_ones(size: int) -> None:
    """No document has a field that its direction does not have, save those meant to be unknown."""
    names: dict[bool, set[str]] = {True: set(), False: set()}
    for document in generate_workspace(integrations=size).integrations:
        names[is_outgoing(document)] |= document.keys()
    # No script for outgoing integrations is one that Babel refuses.
    assert names[True] - UNKNOWN_FIELDS == OUTGOING_FIELDS - {"scriptError"}
    assert names[False] - UNKNOWN_FIELDS == INCOMING_FIELDS
    assert (names[True] | names[False]) >= UNKNOWN_FIELDS


def test_every_document_but_three_has_the_shape_that_the_server_gives_it(
    sample: DemoWorkspace,
) -> None:
    """Only the malformed ones lack a type or have a text for a list."""
    malformed = [
        d["name"]
        for d in sample.integrations
        if "type" not in d
        or any(isinstance(d.get(field), str) for field in ("channel", "urls", "triggerWords"))
    ]
    assert malformed == ["Half a document", "Text for a list", "Texts for lists"]


def test_every_moment_is_past(sample: DemoWorkspace) -> None:
    """Nothing is newer than the sample's now, and nothing was saved before it was created."""
    now = NOW.isoformat()
    for document in sample.integrations:
        assert document["_createdAt"] <= document.get("_updatedAt", now) <= now
        for entry in sample.history.get(document["_id"], []):
            assert document["_createdAt"] < entry["_createdAt"] < now


def test_secrets_are_recognisably_made_up(sample: DemoWorkspace) -> None:
    """Vendors' tokens in addresses and scripts say EXAMPLE, or are zeros."""
    text = json.dumps(sample.integrations)
    tokens = re.findall(
        r"ghp_\w{36}|glpat-[\w-]{20}|xoxb-[\w-]+|AKIA\w{16}|AIza[\w-]{35}|SG\.[\w.-]{66}"
        r"|eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+|bot\d{10}:[\w-]{35}|services/T\w+/B\w+/\w+",
        text,
    )
    assert len({token[:4] for token in tokens}) == 9
    assert [token for token in tokens if "EXAMPLE" not in token] == []


def test_history_is_of_outgoing_integrations_as_the_server_keeps_it(sample: DemoWorkspace) -> None:
    """Each delivery names its integration, its moment, its address and what came of it."""
    known = {document["_id"]: document for document in sample.integrations}
    deliveries = list(itertools.chain.from_iterable(sample.history.values()))
    assert len({entry["_id"] for entry in deliveries}) == len(deliveries)
    for key, entries in sample.history.items():
        assert is_outgoing(known[key])
        for entry in entries:
            assert entry["integration"]["_id"] == key
            assert entry["event"] == known[key]["event"]
            assert entry["data"]["token"] == known[key]["token"]
            assert entry["url"] == known[key]["urls"] or entry["url"] == known[key]["urls"][0]
            assert entry["_createdAt"] < entry["_updatedAt"]


def test_failures_are_noted_as_the_server_notes_them(sample: DemoWorkspace) -> None:
    """A refusal has `error`, a broken script also `finished`, a broken connection neither."""
    notes = {
        entry["step"]: (entry.get("finished"), entry.get("error"), "httpError" in entry)
        for entries in sample.history.values()
        for entry in entries
    }
    retries = {notes.pop(step) for step in list(notes) if "retr" in step}
    assert retries == {(None, True, False)}
    assert notes == {
        "after-process-send-message": (True, None, False),
        "after-process-http-status-410": (None, True, False),
        "after-http-call": (None, None, True),
        "after-prepare-no-opts": (True, True, False),
    }
