"""Owners, posters and tokens that an auditor asks about."""

from datetime import UTC, datetime

from rcaudit.demo.special.case import Case

SHARED_TOKEN = "EXAMPLE0000Kq8Zr3Tn6Wb1Xe5Vd9Yc4Hu7Fs2Lp0MgQaRs"  # noqa: S105 - made up
"""The token of three integrations; one of them sends it to a receiver."""

ACCOUNT_CASES = (
    Case(
        name="Jenkins nightly",
        department="platform",
        creator="j.ferreira",
        created=datetime(2021, 4, 8, 9, 30, tzinfo=UTC),
        updated=datetime(2025, 8, 19, 14, 2, tzinfo=UTC),
    ),
    Case(
        "outgoing",
        name="Intranet news",
        department="marketing",
        creator="l.petrov",
        poster="legacy.bot",
        fields={"triggerWords": ["!intranet"]},
    ),
    Case(name="Rack sensors dc-east", department="ops", poster="legacy.bot", creator="b.lindqvist"),
    Case(name="Printer status", department="ops", creator="", poster="rocket.cat"),
    Case(
        name="Old helpdesk import",
        department="support",
        creator="imported.user",
        poster="helpdesk.bot",
    ),
    Case(name="Pager bridge", department="ops", creator="admin", poster="bridge.bot.deleted"),
    Case(name="Maintenance notices", department="ops", creator="admin", poster="admin"),
    Case(
        "outgoing",
        name="Grafana annotations",
        department="platform",
        creator="r.weiss",
        poster="r.weiss",
        fields={"token": SHARED_TOKEN, "triggerWords": ["!annotate"]},
    ),
    Case(name="Lead form", department="sales", creator="mateusz", poster="mateusz"),
    Case(
        name="Lunch menu",
        department="hr",
        creator="k.jansen",
        poster="rocket.cat",
        fields={"channel": ["#lunch"], "enabled": False},
    ),
    Case(name="Grafana (staging)", department="platform", fields={"token": SHARED_TOKEN}),
    Case(name="Grafana (prod)", department="platform", fields={"token": SHARED_TOKEN}),
    Case(
        name="Door bell",
        department="ops",
        fields={"token": "klingel2016"},
        created=datetime(2016, 5, 3, tzinfo=UTC),
    ),
    Case(
        name="Form relay",
        department="marketing",
        fields={"overrideDestinationChannelEnabled": True},
    ),
)
