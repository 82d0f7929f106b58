"""Integrations that nobody has touched for long."""

from datetime import UTC, datetime

from rcaudit.demo.special.case import Case

AGE_CASES = (
    Case(
        name="Dokumentenscanner",
        department="finance",
        created=datetime(2016, 9, 12, 7, 15, tzinfo=UTC),
        updated=datetime(2016, 9, 12, 7, 15, tzinfo=UTC),
        absent=("scriptEngine", "overrideDestinationChannelEnabled", "scriptEnabled", "script"),
    ),
    Case(
        name="Messestand Hannover",
        department="marketing",
        created=datetime(2018, 4, 2, 10, tzinfo=UTC),
        updated=datetime(2018, 5, 28, 16, 40, tzinfo=UTC),
        fields={"enabled": False},
    ),
    Case(
        "outgoing",
        name="Wahl des Betriebsrats",
        department="hr",
        created=datetime(2022, 1, 17, 12, tzinfo=UTC),
        updated=datetime(2022, 3, 31, 18, tzinfo=UTC),
        fields={"enabled": False, "urls": ["https://wahl.nordwind.example/fragen"]},
    ),
    Case(
        name="Grafana: capacity",
        department="ops",
        created=datetime(2019, 11, 4, 11, tzinfo=UTC),
        updated=datetime(2020, 2, 20, 9, 5, tzinfo=UTC),
    ),
)
