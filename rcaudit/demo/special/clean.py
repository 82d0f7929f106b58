"""A handful of integrations that an auditor would have nothing to say about."""

from datetime import UTC, datetime
from typing import Any

from rcaudit.demo.script_table import Direction
from rcaudit.demo.special.case import Case

_CREATED = datetime(2026, 2, 3, 9, tzinfo=UTC)
_UPDATED = datetime(2026, 8, 24, 13, 45, tzinfo=UTC)


def _clean(
    direction: Direction, name: str, poster: str, script: str | None = None, **fields: Any
) -> Case:
    return Case(
        direction,
        name=name,
        script=script,
        creator="amelie",
        poster=poster,
        created=_CREATED,
        updated=_UPDATED,
        fields=fields,
    )


CLEAN_CASES = (
    _clean("incoming", "GitLab: core/app", "gitlab.bot", "gitlab_events"),
    _clean("incoming", "Prometheus alerts", "alert.bot", "alertmanager"),
    _clean("incoming", "Zabbix: проблемы", "monitor.bot", "zabbix_problem"),
    _clean("incoming", "Onboarding tips", "hr.bot"),
    _clean(
        "outgoing",
        "Ticket links",
        "jira.bot",
        "ticket_linkifier",
        channel=["#ops-alerts"],
        triggerWords=["OPS-", "NET-"],
        urls=["https://links.nordwind.example/expand"],
    ),
    _clean(
        "outgoing",
        "!incident",
        "helpdesk.bot",
        "servicenow_incident",
        channel=["#helpdesk"],
        triggerWords=["!incident"],
        urls=["https://nordwind.servicenow.example/api/now/table/incident"],
    ),
    _clean(
        "outgoing",
        "Virus scan",
        "siem.bot",
        event="fileUploaded",
        channel=["#security"],
        urls=["https://scan.nordwind.example/files"],
    ),
    _clean(
        "outgoing",
        "Greeter",
        "hr.bot",
        event="roomJoined",
        channel=["#onboarding"],
        urls=["https://onboarding.nordwind.example/greet"],
    ),
)
