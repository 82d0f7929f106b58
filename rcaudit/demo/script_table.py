"""The sample's integration scripts: what each is for, and what is wrong with it."""

import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import Literal

Direction = Literal["incoming", "outgoing"]

BREAKING_CASES = {
    "arguments_callee": "reads `arguments.callee` in a class",
    "comment_on_last_line": "ends in a `//` comment without a newline",
    "declaring_eval": "declares a name by a direct `eval`",
    "detached_method": "passes a method that uses `this` without its object",
    "function_caller": "reads the `caller` of a function in a class",
    "global_of_lexical": "reads a top-level `const` or `let` as a property of `global`",
    "implicit_global": "writes to a name that is declared nowhere, in a class",
    "literal_property": "writes to a property of a string, in a class",
    "maybe_implicit_global": "as `implicit_global`, but a sloppy function may have made the name",
    "module_syntax": "exports its class",
    "no_handler": "has a `Script` without any handler",
    "no_script": "has no `Script`",
    "own_store": "declares a top-level `Store`",
    "refused_syntax": "has octal literals, `with` or the like, which strict code may not have",
    "removed_global": "uses what only `vm2` had: `_`, `moment`, `HTTP`, a model, or `s(…)`",
    "syntax_error": "was never finished",
    "this_in_plain_function": "uses `this` in a plain callback inside a method",
    "top_level_return": "returns outside of any function",
    "unknown_global": "uses a global that neither engine has",
    "use_before_definition": "reads or writes a `let`, `const` or class above its declaration",
}
"""What keeps a script from working on 9.0, each with one or more scripts that have it."""

OTHER_CASES = {
    "arguments_write": "writes to `arguments[0]`",
    "deeply_nested": "has more brackets inside each other than anybody analyses",
    "hardcoded_secret": "has a made-up credential in it",
    "secret_in_address": "has a web address with a made-up credential in it",
    "undeclared_compound_assignment": "has a `+=` on a name that is declared nowhere",
}
"""What else is wrong with scripts."""


@dataclass(frozen=True)
class DemoScript:
    """A script of the sample.

    Attributes:
        name: Its file's name, without the ending.
        direction: Which kind of integration it is for.
        service: What it talks to, as people call it.
        purpose: What an integration that has it would be called.
        cases: What is wrong with it, in the words of `BREAKING_CASES` and `OTHER_CASES`.
    """

    name: str
    direction: Direction
    service: str
    purpose: str
    cases: tuple[str, ...] = ()

    @property
    def is_sound_on_9(self) -> bool:
        """Whether it works on 9.0 as it is written."""
        return BREAKING_CASES.keys().isdisjoint(self.cases)


def _incoming(name: str, service: str, purpose: str, *cases: str) -> DemoScript:
    return DemoScript(name, "incoming", service, purpose, cases)


def _outgoing(name: str, service: str, purpose: str, *cases: str) -> DemoScript:
    return DemoScript(name, "outgoing", service, purpose, cases)


SCRIPTS = {
    script.name: script
    for script in (
        _incoming("gitlab_events", "GitLab", "GitLab: core/app"),
        _incoming("alertmanager", "Alertmanager", "Prometheus alerts (prod)"),
        _incoming("gitea_push", "Gitea", "Gitea archive mirror"),
        _incoming("zabbix_problem", "Zabbix", "Zabbix: проблемы"),
        _incoming("jira_issue", "Jira", "Jira OPS project"),
        _incoming("uptimerobot", "UptimeRobot", "UptimeRobot Störungen"),
        _incoming("pagerduty_v3", "PagerDuty", "PagerDuty incidents"),
        _incoming("standup_reminder", "Standup", "Point quotidien"),
        _incoming("jenkins_build", "Jenkins", "Jenkins main builds"),
        _incoming("deploy_board", "Deploy board", "Deployment board, nightly"),
        _incoming("confluence_page", "Confluence", "Confluence: space IT"),
        _incoming("statuspage", "Statuspage", "Statuspage 障害情報"),
        _incoming("github_events", "GitHub", "GitHub events", "implicit_global"),
        _incoming("trello_card", "Trello", "Trello: sales pipeline", "implicit_global"),
        _incoming("sentry_issue", "Sentry", "Sentry: storefront", "implicit_global"),
        _incoming("bitbucket_push", "Bitbucket", "Bitbucket (mobile)", "maybe_implicit_global"),
        _incoming("sonarqube_gate", "SonarQube", "Quality gate", "this_in_plain_function"),
        _incoming("redmine_issue", "Redmine", "Redmine zgłoszenia", "detached_method"),
        _incoming(
            "nagios_notify", "Nagios", "Nagios dc-west", "arguments_callee", "function_caller"
        ),
        _incoming("travis_build", "Travis CI", "Travis (open source)", "use_before_definition"),
        _incoming("argo_rollout", "Argo CD", "Argo CD rollouts", "use_before_definition"),
        _incoming("report_renderer", "Warehouse", "Weekly numbers", "use_before_definition"),
        _incoming("freshdesk_ticket", "Freshdesk", "Freshdesk tickets", "top_level_return"),
        _incoming("backup_report", "Veeam", "Backup report", "hardcoded_secret"),
        _incoming("legacy_mail_gateway", "Mail", "Mail gateway (2016)", "refused_syntax"),
        _incoming("standup_poll", "Standup", "Что сделано вчера", "removed_global"),
        _incoming("sns_notification", "Amazon SNS", "SNS alarms", "unknown_global"),
        _incoming("draft_template", "Template", "Template, copy me", "no_handler"),
        _incoming("slack_relay", "Slack", "Slack relay", "no_script"),
        _incoming("mattermost_import", "Mattermost", "Mattermost import", "syntax_error"),
        _incoming("parcel_routes", "Parcels", "Parcels by branch", "deeply_nested"),
        _incoming("drone_build", "Drone CI", "Drone builds", "module_syntax"),
        _outgoing("ticket_linkifier", "Ticket links", "Ticket links"),
        _outgoing("echo_test", "Echo", "Echo test"),
        _outgoing("servicenow_incident", "ServiceNow", "!incident"),
        _outgoing("chatops_deploy", "ChatOps", "!deploy"),
        _outgoing("welcome_user", "Onboarding", "New accounts to HR"),
        _outgoing("weather_bot", "Weather", "!wetter", "comment_on_last_line"),
        _outgoing("karma_counter", "Karma", "Karma++", "own_store"),
        _outgoing("oncall_roster", "On-call", "!oncall", "global_of_lexical"),
        _outgoing("release_announcer", "Releases", "!release", "hardcoded_secret"),
        _outgoing(
            "metrics_query",
            "Metrics",
            "!metric",
            "hardcoded_secret",
            "secret_in_address",
            "undeclared_compound_assignment",
        ),
        _outgoing("member_welcome", "Welcome", "Welcome to #general", "removed_global"),
        _outgoing("link_preview", "Previews", "Intranet previews", "unknown_global"),
        _outgoing(
            "calc_bot",
            "Calculator",
            "!calc",
            "declaring_eval",
            "literal_property",
            "arguments_write",
        ),
    )
}
"""Every script, by name."""

_CONSTANTS = {
    "alertmanager": ("#d0021b", "#b00020", "#ff1744", "#c62828"),
    "gitlab_events": ("#2faa60", "#00897b", "#43a047"),
    "zabbix_problem": ("#59db8f", "#3cb371", "#66bb6a"),
    "jenkins_build": ("#d9534f", "#e53935", "#ad1457"),
    "nagios_notify": ("#ffcc00", "#ffb300", "#f9a825"),
    "ticket_linkifier": ("tracker.nordwind", "jira.nordwind", "tickets.nordwind"),
}
DRIFTING_SCRIPTS = tuple(_CONSTANTS)
"""Scripts of which there are copies with another constant."""


@dataclass(frozen=True)
class ScriptText:
    """A script as it is written, and what a server below 9.0 stores for it.

    Attributes:
        source: The text.
        compiled: Babel's output, or None where Babel refuses the text.
        error: `name`, `message` and `stack` of the refusal, or None.
    """

    source: str
    compiled: str | None
    error: dict[str, str] | None


@functools.cache
def read_script(name: str) -> ScriptText:
    """Return a script by its name."""
    folder = resources.files("rcaudit").joinpath("demo", "scripts")
    errors: dict[str, dict[str, str]] = json.loads(
        folder.joinpath("errors.json").read_text(encoding="utf-8")
    )
    source = folder.joinpath(f"{name}.js").read_text(encoding="utf-8")
    if name in errors:
        return ScriptText(source, None, errors[name])
    compiled = folder.joinpath("compiled", f"{name}.js").read_text(encoding="utf-8")
    return ScriptText(source, compiled, None)


def with_comment(text: ScriptText, comment: str) -> ScriptText:
    """Return a copy that begins with a comment: the same program."""
    quiet = " ".join(comment.split()).replace("*/", "* /")
    return ScriptText(f"/* {quiet} */\n{text.source}", text.compiled, text.error)


def reformatted(text: ScriptText) -> ScriptText:
    """Return a copy with other white space: tabs, more empty lines, CRLF; the same program."""
    lines = []
    for line in text.source.split("\n"):
        body = line.lstrip(" ")
        lines.append("\t" * ((len(line) - len(body)) // 2) + body)
        if line == "}":
            lines.append("")
    return ScriptText("\r\n".join(lines), text.compiled, text.error)


@functools.cache
def drifted(name: str, variant: int) -> ScriptText:
    """Return a copy of one of `DRIFTING_SCRIPTS` in which one constant has another value."""
    constant, *others = _CONSTANTS[name]
    other = others[variant % len(others)]
    text = read_script(name)
    compiled = text.compiled and text.compiled.replace(constant, other)
    return ScriptText(text.source.replace(constant, other), compiled, None)
