"""Outgoing integrations by event, rooms, trigger words, and how their deliveries went."""

from datetime import UTC, datetime
from typing import Any

from rcaudit.demo.special.case import Case, Deliveries

_LONG_AGO = datetime(2024, 3, 11, 8, tzinfo=UTC)
_LAST_SUMMER = datetime(2026, 7, 6, 18, 20, tzinfo=UTC)


def _on(
    event: str,
    name: str,
    channel: list[str],
    *,
    script: str | None = None,
    deliveries: Deliveries = "fine",
    created: datetime | None = None,
    updated: datetime | None = None,
    **fields: Any,
) -> Case:
    settings = {"event": event, "channel": channel, **fields}
    return Case(
        "outgoing",
        name=name,
        script=script,
        deliveries=deliveries,
        created=created,
        updated=updated,
        fields=settings,
    )


TRIGGER_CASES = (
    _on(
        "sendMessage",
        "Ticket links",
        ["all_public_channels"],
        script="ticket_linkifier",
        triggerWords=["OPS-", "NET-", "SEC-", "HR-"],
        triggerWordAnywhere=True,
    ),
    _on(
        "sendMessage",
        "Legal hold",
        ["all_private_groups"],
        urls=["https://ediscovery.compliance.example/hold"],
        triggerWords=["confidential"],
    ),
    _on(
        "sendMessage",
        "Compliance archive",
        ["all_public_channels", "all_private_groups", "all_direct_messages"],
        runOnEdits=True,
        triggerWords=[],
        urls=["https://archive.compliance.example/ingest"],
    ),
    _on(
        "sendMessage",
        "Assistant (pilot)",
        ["all_direct_messages"],
        urls=["https://assistant.chat.example/v1/messages"],
        deliveries="failing",
        created=_LONG_AGO,
        triggerWords=["hey"],
        retryFailedCalls=True,
        retryCount=6,
        retryDelay="powers-of-ten",
    ),
    _on("sendMessage", "Karma++", ["#lunch"], script="karma_counter", triggerWords=[]),
    _on(
        "sendMessage",
        "!deploy",
        ["#deployments", "#oncall", "@n.okafor"],
        script="chatops_deploy",
        triggerWords=["!deploy"],
        retryFailedCalls=True,
        retryCount=4,
        retryDelay="increments-of-two",
    ),
    _on(
        "sendMessage", "!calc", [], script="calc_bot", triggerWords=["!calc"], impersonateUser=True
    ),
    _on(
        "sendMessage",
        "!wetter",
        ["#lunch"],
        script="weather_bot",
        triggerWords=["!wetter", "☔", "погода"],
        triggerWordAnywhere=True,
    ),
    _on(
        "sendMessage",
        "Silent bot",
        ["#general"],
        deliveries="none",
        urls=["https://bots.nordwind.example/silent"],
        triggerWords=["", "   "],
    ),
    _on(
        "sendMessage",
        "!oncall",
        ["@p.nguyen"],
        script="oncall_roster",
        triggerWords=["!oncall", ""],
    ),
    _on(
        "fileUploaded",
        "Virus scan",
        ["#support-inbox", "#invoices"],
        urls=["https://scan.nordwind.example/files"],
    ),
    _on(
        "roomArchived",
        "Room register",
        [],
        urls=["https://register.nordwind.example/rooms"],
        deliveries="none",
        created=_LONG_AGO,
    ),
    _on(
        "roomCreated",
        "New rooms",
        [],
        urls=["https://register.nordwind.example/rooms"],
        retryFailedCalls=True,
        retryCount=10,
        retryDelay="powers-of-two",
    ),
    _on(
        "roomJoined",
        "Welcome to #general",
        ["#general"],
        script="member_welcome",
        deliveries="broken",
        created=_LONG_AGO,
    ),
    _on(
        "roomLeft",
        "Leavers",
        ["#all-hands"],
        urls=["https://register.nordwind.example/leavers"],
        enabled=False,
    ),
    _on("userCreated", "New accounts to HR", [], script="welcome_user", targetRoom="#onboarding"),
    _on(
        "messagePinned",
        "Pins to the wiki",
        ["#platform"],
        urls=["https://wiki.nordwind.example/pins"],
        triggerWords=["!pin"],
    ),
    _on(
        "sendMessage",
        "Intranet previews",
        ["#marketing"],
        script="link_preview",
        deliveries="broken",
        created=_LONG_AGO,
        triggerWords=["https://"],
    ),
    _on(
        "sendMessage",
        "Fax gateway",
        ["#finance"],
        urls=["https://fax.nordwind.example/send"],
        deliveries="unreachable",
        created=_LONG_AGO,
        triggerWords=["!fax"],
    ),
    _on(
        "sendMessage",
        "Survey tool",
        ["#hr"],
        urls=["https://survey.partner.example/in"],
        deliveries="gone",
        created=_LONG_AGO,
        updated=_LAST_SUMMER,
        enabled=False,
        triggerWords=["!survey"],
    ),
)
