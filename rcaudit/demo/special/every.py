"""All hand-made integrations in their order."""

from collections.abc import Iterator

from rcaudit.demo.special.accounts import ACCOUNT_CASES
from rcaudit.demo.special.addresses import ADDRESS_CASES
from rcaudit.demo.special.ages import AGE_CASES
from rcaudit.demo.special.case import Case
from rcaudit.demo.special.scripts import script_cases
from rcaudit.demo.special.shapes import SHAPE_CASES
from rcaudit.demo.special.triggers import TRIGGER_CASES


def special_cases() -> Iterator[Case]:
    """Yield every hand-made integration."""
    cases = (
        *TRIGGER_CASES,
        *ADDRESS_CASES,
        *ACCOUNT_CASES,
        *SHAPE_CASES,
        *AGE_CASES,
    )
    yield from cases
    yield from script_cases(frozenset(case.script for case in cases if case.script))
