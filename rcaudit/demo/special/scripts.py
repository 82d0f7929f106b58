"""One integration for each script of the table, and scripts in every state."""

from collections.abc import Iterator
from datetime import UTC, datetime

from rcaudit.demo.script_table import SCRIPTS, drifted, read_script, reformatted
from rcaudit.demo.special.case import Case
from rcaudit.demo.special.names import HOSTILE_NAMES

_SAVED_ON_8_4 = datetime(2026, 7, 20, 10, 30, tzinfo=UTC)
_SAVED_ON_6_0 = datetime(2023, 3, 1, 15, tzinfo=UTC)
_OFF = {"enabled": False}
_IDLE = {"scriptEnabled": False}

_STATES = {
    "uptimerobot": Case(name=HOSTILE_NAMES["right to left"], fields=_OFF),
    "pagerduty_v3": Case(name=HOSTILE_NAMES["emoji with joiners"], absent=("scriptCompiled",)),
    "standup_reminder": Case(name=HOSTILE_NAMES["combining letters"], fields=_OFF),
    "deploy_board": Case(name=HOSTILE_NAMES["formula with -"], fields=_IDLE),
    "confluence_page": Case(
        fields={"scriptTranspile": True}, updated=_SAVED_ON_8_4, absent=("skipTranspile",)
    ),
    "statuspage": Case(
        name=HOSTILE_NAMES["Chinese and Japanese"], is_untranspiled=True, updated=_SAVED_ON_8_4
    ),
    "gitea_push": Case(updated=_SAVED_ON_6_0, created=datetime(2019, 6, 3, 9, tzinfo=UTC)),
    "redmine_issue": Case(fields=_OFF),
    "travis_build": Case(name=HOSTILE_NAMES["formula with @"], fields=_OFF),
    "argo_rollout": Case(is_untranspiled=True, updated=_SAVED_ON_8_4),
    "report_renderer": Case(name=HOSTILE_NAMES["mathematics"]),
    "freshdesk_ticket": Case(name=HOSTILE_NAMES["formula with +"]),
    "backup_report": Case(name=HOSTILE_NAMES["very long"]),
    "legacy_mail_gateway": Case(
        created=datetime(2016, 3, 14, 9, tzinfo=UTC), updated=datetime(2016, 3, 14, 9, tzinfo=UTC)
    ),
    "standup_poll": Case(fields={"scriptEngine": "vm2"}, created=datetime(2018, 10, 8, tzinfo=UTC)),
    "sns_notification": Case(name=HOSTILE_NAMES["tab first"]),
    "draft_template": Case(name=HOSTILE_NAMES["formula with ="], fields={**_IDLE, **_OFF}),
    "slack_relay": Case(name=HOSTILE_NAMES["line break"]),
    "mattermost_import": Case(name=HOSTILE_NAMES["quotes of CSV"], fields=_OFF),
    "drone_build": Case(name=HOSTILE_NAMES["script tag"], fields=_OFF),
    "sonarqube_gate": Case(name=HOSTILE_NAMES["image tag"]),
}
"""How the integration that has a script differs from an ordinary one."""


def script_cases(used: frozenset[str]) -> Iterator[Case]:
    """Yield an integration for each script that no other case uses, then copies and gaps.

    Args:
        used: Scripts that have an integration already.
    """
    for script in SCRIPTS.values():
        if script.name not in used:
            state = _STATES.get(script.name, Case())
            yield Case(
                script.direction,
                name=script.purpose if state.name is None else state.name,
                script=script.name,
                created=state.created,
                updated=state.updated,
                is_untranspiled=state.is_untranspiled,
                fields=state.fields,
                absent=state.absent,
            )
    yield from _copies()
    yield from _gaps()


def _copies() -> Iterator[Case]:
    gitlab = read_script("gitlab_events")
    yield Case(name="GitLab: core/api", script="gitlab_events")
    yield Case(name="GitLab: core/docs", script="gitlab_events", text=reformatted(gitlab))
    name = "Prometheus alerts (stage)"
    yield Case(name=name, script="alertmanager", text=drifted("alertmanager", 0))


def _gaps() -> Iterator[Case]:
    yield Case(name="", fields={"scriptEnabled": True, "script": ""})
    yield Case(absent=("name",), fields={"scriptEnabled": True, "script": "  \n\n"})
    yield Case(name="Solar panels", fields={"script": None, "scriptCompiled": None})
