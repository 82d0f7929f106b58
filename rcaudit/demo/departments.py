"""Who in the sample's company, Nordwind, talks about what, where, and with which services."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Department:
    """A department: its rooms, the services that report to it, and the receivers it sends to.

    Attributes:
        name: One word.
        channels: Rooms, each with its `#`.
        sources: What posts into its rooms.
        receivers: What its rooms are sent to: a name and a harmless https address.
    """

    name: str
    channels: tuple[str, ...]
    sources: tuple[str, ...]
    receivers: tuple[tuple[str, str], ...]


DEPARTMENTS = (
    Department(
        "ops",
        ("#ops-alerts", "#monitoring", "#oncall", "#datacenter", "#network"),
        (
            "Zabbix",
            "Nagios",
            "Alertmanager",
            "UptimeRobot",
            "PagerDuty",
            "Veeam",
            "NetBox",
            "Amazon SNS",
            "Mail",
        ),
        (
            ("Opsgenie", "https://alerts.opsgenie.example/v2/chat"),
            ("Runbooks", "https://runbooks.nordwind.example/hooks/chat"),
            ("On-call", "https://roster.nordwind.example/now"),
            ("Metrics", "https://metrics.nordwind.example/api/v1/query"),
        ),
    ),
    Department(
        "platform",
        ("#platform", "#deployments", "#ci", "#dev-feed", "#releases"),
        (
            "GitLab",
            "GitHub",
            "Gitea",
            "Jenkins",
            "Argo CD",
            "Grafana",
            "SonarQube",
            "Sentry",
            "Bitbucket",
            "Travis CI",
            "Drone CI",
            "Deploy board",
        ),
        (
            ("ChatOps", "https://chatops.nordwind.example/v1/commands"),
            ("Build trigger", "https://ci.nordwind.example/generic-webhook/invoke"),
            ("Ticket links", "https://links.nordwind.example/expand"),
            ("Releases", "https://api.git.nordwind.example"),
            ("Echo", "https://echo.nordwind.example/any"),
        ),
    ),
    Department(
        "support",
        ("#support-inbox", "#helpdesk", "#escalations", "#status"),
        ("Freshdesk", "Zendesk", "Statuspage", "ServiceNow", "Redmine", "Jira", "Confluence"),
        (
            ("ServiceNow", "https://nordwind.servicenow.example/api/now/table/incident"),
            ("Answer bot", "https://answers.nordwind.example/ask"),
        ),
    ),
    Department(
        "sales",
        ("#sales", "#crm", "#angebote", "#won-deals"),
        ("HubSpot", "Salesforce", "Trello", "Typeform"),
        (("CRM notes", "https://crm.nordwind.example/webhooks/notes"),),
    ),
    Department(
        "marketing",
        ("#marketing", "#social", "#campaigns"),
        ("Mailchimp", "Google Analytics", "Buffer", "RSS", "Warehouse"),
        (
            ("Press archive", "https://archive.pressbox.example/in"),
            ("Previews", "https://previews.nordwind.example/"),
        ),
    ),
    Department(
        "hr",
        ("#hr", "#onboarding", "#all-hands", "#lunch"),
        ("Personio", "Standup", "Geburtstage", "Canteen"),
        (
            ("Onboarding", "https://onboarding.nordwind.example/api/people"),
            ("Weather", "https://weather.nordwind.example/now"),
            ("Karma", "https://karma.nordwind.example/"),
            ("Welcome", "https://onboarding.nordwind.example/greet"),
        ),
    ),
    Department(
        "finance",
        ("#finance", "#invoices", "#buchhaltung"),
        ("DATEV", "Stripe", "SAP Concur"),
        (
            ("Approval flow", "https://flows.nordwind.example/approve"),
            ("Calculator", "https://calc.nordwind.example/"),
        ),
    ),
    Department(
        "security",
        ("#security", "#vuln-feed", "#access-reviews"),
        ("CVE feed", "Harbor", "Wazuh", "Okta"),
        (("SIEM", "https://collector.siem.example/chat"),),
    ),
)

BY_NAME = {department.name: department for department in DEPARTMENTS}
"""The departments by name."""

BY_SERVICE = {
    service: department
    for department in DEPARTMENTS
    for service in (*department.sources, *(name for name, _ in department.receivers))
}
"""Which department a service belongs to."""
