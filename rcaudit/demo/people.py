"""The accounts of the sample: administrators, people and bots, some of them gone."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from rcaudit.demo.departments import DEPARTMENTS
from rcaudit.demo.model import Document
from rcaudit.demo.tokens import random_text

INTEGRATIONS_PER_PERSON = 250
"""Beyond the hand-made accounts there is one more for so many integrations."""

_BOTS = (
    ("rocket.cat", "Rocket.Cat", "none"),
    ("gitlab.bot", "GitLab", "platform"),
    ("github.bot", "GitHub", "platform"),
    ("deploy.bot", "Deploy Bot", "platform"),
    ("alert.bot", "Alerts", "ops"),
    ("monitor.bot", "Monitoring 监控", "ops"),
    ("jira.bot", "Jira", "support"),
    ("helpdesk.bot", "Helpdesk", "support"),
    ("crm.bot", "CRM", "sales"),
    ("social.bot", "Social Media", "marketing"),
    ("hr.bot", "Personalabteilung", "hr"),
    ("invoice.bot", "Rechnungen", "finance"),
    ("siem.bot", "SIEM", "security"),
)
_PEOPLE = (
    ("martina.keller", "Martina Keller", "ops"),
    ("n.okafor", "Ngozi Okafor", "ops"),
    ("b.lindqvist", "Björn Lindqvist", "ops"),
    ("p.nguyen", "Nguyễn Thị Phương", "ops"),
    ("d.hoxha", "Dritan Hoxha", "ops"),
    ("amelie", "Amélie Dubois", "platform"),
    ("joao", "João Ribeiro", "platform"),
    ("svetlana", "Светлана Кузнецова", "platform"),
    ("kwame", "Kwame Mensah", "platform"),
    ("w.xiaoming", "王小明", "platform"),
    ("yusuf.demir", "Yusuf Demir", "support"),
    ("siobhan", "Siobhán O'Neill", "support"),
    ("h.tanaka", "田中 花子", "support"),
    ("mateusz", "Mateusz Wiśniewski", "sales"),
    ("ines", "Inês Carvalho", "sales"),
    ("chloe", "Chloé Lefèvre", "marketing"),
    ("noam", "נועם לוי", "marketing"),
    ("fatima", "فاطمة الزهراء", "hr"),
    ("k.jansen", "Klaas Jansen", "hr"),
    ("giorgos", "Γιώργος Παπαδόπουλος", "finance"),
    ("ananya", "अनन्या शर्मा", "finance"),
    ("e.kim", "김은지", "security"),
    ("t.virtanen", "Tuomas Virtanen", "security"),
)
_ADMINISTRATORS = (
    ("admin", "Administrator"),
    ("r.weiss", "Roswitha Weiß"),
)
_GONE = (
    ("j.ferreira", "Joaquim Ferreira", "platform", "user"),
    ("l.petrov", "Любомир Петров", "ops", "user"),
    ("legacy.bot", "Intranet (alt)", "ops", "bot"),
)
_FIRST_NAMES = ("Ada", "Bao", "Carmen", "Đorđe", "Esra", "Femi", "Greta", "Hamza", "Ivo", "Jana")
_LAST_NAMES = ("Almeida", "Bauer", "Chen", "Diallo", "Eriksen", "Fischer", "García", "Haddad")


@dataclass(frozen=True)
class Staff:
    """The accounts, and who of them is asked when an integration needs a creator or a poster.

    Attributes:
        users: Every account, in the server's fields.
        by_name: The accounts by username.
        bots: Usernames of the active bots of each department.
        people: Usernames of the active people of each department.
    """

    users: list[Document]
    by_name: dict[str, Document]
    bots: dict[str, list[str]]
    people: dict[str, list[str]]


def make_staff(seed: int, integrations: int) -> Staff:
    """Return the accounts of a workspace that has so many integrations."""
    draw = random.Random(f"people {seed}")  # noqa: S311 - made-up data, the same for the same seed
    people = [*_PEOPLE, *_more_people(integrations // INTEGRATIONS_PER_PERSON)]
    users = [
        *(_user(draw, username, name, ["bot"], "bot") for username, name, _ in _BOTS),
        *(_user(draw, username, name, ["user"], "user") for username, name, _ in people),
        *(
            _user(draw, username, name, ["admin", "user"], "user")
            for username, name in _ADMINISTRATORS
        ),
        *(
            {**_user(draw, username, name, [kind], kind), "active": False}
            for username, name, _, kind in _GONE
        ),
    ]
    return Staff(
        users,
        {user["username"]: user for user in users},
        _by_department(_BOTS),
        _by_department(people),
    )


def _more_people(count: int) -> Iterable[tuple[str, str, str]]:
    for number in range(count):
        last, first = divmod(number, len(_FIRST_NAMES))
        name = f"{_FIRST_NAMES[first]} {_LAST_NAMES[last % len(_LAST_NAMES)]}"
        department = DEPARTMENTS[number % len(DEPARTMENTS)]
        yield f"{_FIRST_NAMES[first].lower()}{number:04}", name, department.name


def _user(draw: random.Random, username: str, name: str, roles: list[str], kind: str) -> Document:
    # The cat is the one account whose id is its name, on every server.
    key = username if username == "rocket.cat" else random_text(draw, 17)
    return {
        "_id": key,
        "username": username,
        "name": name,
        "active": True,
        "roles": roles,
        "type": kind,
    }


def _by_department(accounts: Iterable[tuple[str, str, str]]) -> dict[str, list[str]]:
    accounts = list(accounts)
    return {
        department.name: [username for username, _, where in accounts if where == department.name]
        for department in DEPARTMENTS
    }
