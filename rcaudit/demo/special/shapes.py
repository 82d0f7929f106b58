"""Documents that do not look as the server's own pages say."""

from datetime import UTC, datetime

from rcaudit.demo.special.case import Case

UNKNOWN_FIELDS = frozenset(
    {"apiKey", "importIds", "lastExecutionLogs", "ui", "upstream", "scriptTranspile", "_syncedAt"}
)
"""Fields of the sample that no page on the server's documents names."""

SHAPE_CASES = (
    Case(
        name="CRM events",
        department="sales",
        fields={
            "enabled": "true",
            "scriptEnabled": "false",
            "overrideDestinationChannelEnabled": "false",
        },
    ),
    Case(
        "outgoing",
        name="CRM notes",
        department="sales",
        fields={
            "enabled": "true",
            "scriptEnabled": "false",
            "triggerWords": ["!crm"],
            "triggerWordAnywhere": "false",
            "runOnEdits": "true",
            "retryFailedCalls": "true",
            "retryCount": "6",
        },
    ),
    Case(
        name="Voice mail",
        department="support",
        fields={"apiKey": "EXAMPLE0000vT7bN2xLr5Wd8Yc1", "_syncedAt": 1731398400},
    ),
    Case(
        "outgoing",
        name="Data hub",
        department="finance",
        fields={
            "triggerWords": ["!hub"],
            "upstream": {
                "region": "eu-north-1",
                "auth": {"clientId": "nordwind-chat", "clientSecret": "EXAMPLE0000q8Zr3Tn6Wb1"},
                "mirrors": [{"host": "hub-2.nordwind.example", "password": "0000-EXAMPLE-hub2"}],
            },
        },
    ),
    Case(
        name="Imported from HipChat",
        created=datetime(2017, 2, 1, 6, tzinfo=UTC),
        fields={
            "importIds": ["hipchat-4711", "hipchat-4712"],
            "ui": {"collapsed": True, "color": "#3366cc", "order": 3},
            "lastExecutionLogs": [],
            "enabled": False,
        },
    ),
    Case(
        name="Half a document", absent=("type", "channel", "scriptEnabled", "script", "_updatedAt")
    ),
    Case(
        name="Text for a list",
        department="ops",
        fields={"channel": "#ops-alerts", "alias": 7, "emoji": None},
    ),
    Case(
        "outgoing",
        name="Texts for lists",
        department="sales",
        fields={
            "channel": "#sales,#crm",
            "urls": "https://crm.nordwind.example/webhooks/texts",
            "triggerWords": "!lead",
            "enabled": False,
        },
    ),
)
