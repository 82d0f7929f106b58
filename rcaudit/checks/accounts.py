"""What is known of the accounts that integrations name."""

from typing import Any, Literal

import numpy as np
import pandas as pd

from rcaudit.checks.finding import enabled
from rcaudit.frames.frames import Frames

Role = Literal["creator", "poster"]


def named_accounts(role: Role, frames: Frames) -> pd.DataFrame:
    """Return a row for each enabled integration that names an account in this role.

    An account is found by its id, else by its name in any case: an outgoing integration posts as
    whoever has the name. Beside `integration_id` there are `account` (its name, else its id),
    `is_known`, and the columns of `accounts`, which are missing where it is not known.
    """
    integrations = enabled(frames.integrations, frames)
    ids = _filled(integrations[f"{role}_id"])
    names = _filled(integrations[f"{role}_username"])
    accounts = frames.accounts
    assert accounts is not None, "the check says that it needs them"  # noqa: S101 - for mypy
    places = _places(ids, accounts["account_id"])
    by_name = _places(names.str.lower(), accounts["account_username"].str.lower())
    places = np.where(places >= 0, places, by_name)
    rows = accounts.reindex(places).assign(
        integration_id=integrations["integration_id"].to_numpy(),
        account=names.fillna(ids).to_numpy(),
        is_known=places >= 0,
    )
    return rows[(names.notna() | ids.notna()).to_numpy()]


def _filled(column: "pd.Series[Any]") -> "pd.Series[Any]":
    return column.where(column.str.strip() != "")


def _places(wanted: "pd.Series[Any]", known: "pd.Series[Any]") -> Any:
    # get_indexer says -1 for what is not there, and wants each name once.
    places = pd.Series(range(len(known)), index=pd.Index(known.astype(object)))
    places = places[places.index.notna() & ~places.index.duplicated()]
    found = places.index.get_indexer(pd.Index(wanted.astype(object)))
    return np.where(found >= 0, places.to_numpy()[found], -1) if len(places) else found
