"""The sample workspace: the same seed and size always give the same documents."""

import itertools
import random
from collections.abc import Iterable, Iterator

from rcaudit.demo.deliveries import make_history
from rcaudit.demo.documents import make_document
from rcaudit.demo.model import DemoWorkspace, Document
from rcaudit.demo.ordinary import ordinary_case
from rcaudit.demo.people import Staff, make_staff
from rcaudit.demo.script_table import Direction
from rcaudit.demo.special.case import Case
from rcaudit.demo.special.clean import CLEAN_CASES
from rcaudit.demo.special.every import special_cases

VERSION = "8.4.0"
"""The server that the sample runs: the last series that knows Babel, and `skipTranspile`."""

INCOMING_SHARE = 0.62
"""The share of incoming integrations, which ordinary ones fill up to."""


def generate_workspace(seed: int = 8, integrations: int = 120) -> DemoWorkspace:
    """Return a believable workspace with so many integrations, all secrets made up.

    The hand-made special cases come first; 120 integrations hold every one of them.
    """
    draw = random.Random(f"integrations {seed}")  # noqa: S311 - made-up data, the same for the same seed
    return _workspace(draw, make_staff(seed, integrations), _cases(draw, integrations))


def clean_workspace() -> DemoWorkspace:
    """Return a small workspace in which there is nothing to find."""
    draw = random.Random("clean")  # noqa: S311 - made-up data, the same for the same seed
    return _workspace(draw, make_staff(0, 0), CLEAN_CASES)


def _workspace(draw: random.Random, staff: Staff, cases: Iterable[Case]) -> DemoWorkspace:
    documents = []
    history: dict[str, list[Document]] = {}
    for case in cases:
        document = make_document(draw, staff, case)
        documents.append(document)
        if case.direction == "outgoing":
            entries = make_history(draw, document, case.deliveries)
            if entries:
                history[document["_id"]] = entries
    return DemoWorkspace(
        version=VERSION, users=staff.users, integrations=documents, history=history
    )


def _cases(draw: random.Random, count: int) -> Iterator[Case]:
    incoming = 0
    for number, special in zip(
        range(count), itertools.chain(special_cases(), itertools.repeat(None)), strict=False
    ):
        case = special or ordinary_case(draw, _wanted(incoming, number))
        incoming += case.direction == "incoming"
        yield case


def _wanted(incoming: int, number: int) -> Direction:
    return "incoming" if incoming < INCOMING_SHARE * number else "outgoing"
