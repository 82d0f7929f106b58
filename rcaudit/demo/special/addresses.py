"""Outgoing integrations with addresses of every kind."""

from typing import Any

from rcaudit.demo.addresses import ADDRESSES
from rcaudit.demo.special.case import Case


def _sends_to(
    name: str,
    *kinds: str,
    script: str | None = None,
    department: str | None = None,
    **fields: Any,
) -> Case:
    word = name.split(maxsplit=1)[0].lower().strip("!")
    words = {"event": "sendMessage", "triggerWords": [f"!{word}"]}
    urls = [ADDRESSES[kind] for kind in kinds]
    return Case(
        "outgoing",
        name=name,
        department=department,
        script=script,
        fields={**words, "urls": urls, **fields},
    )


ADDRESS_CASES = (
    _sends_to("Partner portal", "cleartext", department="sales"),
    _sends_to("Echo test", "localhost", script="echo_test"),
    _sends_to("Hubot IPv6", "IPv6 loopback", department="platform"),
    _sends_to("Badge printer", "private network, class A", department="hr"),
    _sends_to("Heating control", "private network, class C", enabled=False, department="ops"),
    _sends_to("Cloud inventory", "cloud metadata", department="ops"),
    _sends_to("!build", "single-label host", department="platform"),
    _sends_to("!incident", "internal top-level domain", script="servicenow_incident"),
    _sends_to(
        "Status probes",
        "decimal spelling of loopback",
        "octal spelling of loopback",
        enabled=False,
        department="ops",
    ),
    _sends_to("Supplier orders", "user and password", department="finance"),
    _sends_to("!metric", "secret query value", script="metrics_query"),
    _sends_to("Slack guests", "secret of Slack", department="sales"),
    _sends_to("Discord community", "secret of Discord", enabled=False, department="marketing"),
    _sends_to("Teams mirror", "secret of Teams", department="sales"),
    _sends_to("Telegram on-call", "secret of Telegram", department="ops"),
    _sends_to("Bücherwunsch", "international host", department="hr"),
    _sends_to("!release", "upper-case scheme", script="release_announcer"),
    _sends_to(
        "Wiki and builds",
        "white space around it",
        "commit id and UUID",
        "long path",
        "space inside",
    ),
    _sends_to("Tenant flows", "template", department="finance"),
    # Without a name, as such drafts are.
    Case(
        "outgoing",
        name="   ",
        fields={
            "enabled": False,
            "triggerWords": ["!draft"],
            "urls": [ADDRESSES["empty"], ADDRESSES["script instead of an address"]],
        },
    ),
)
