"""What an audit of a workspace will meet: reach, TLS, sign-in, view, rate limit, duration."""

import logging
import math
import os
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

import requests

from rcaudit.errors import ForbiddenError, NotFoundError, OutputError, RcauditError
from rcaudit.snapshot.history import WorkspaceHistory, default_history
from rcaudit.workspace.asking import ROUTE as GET_ROUTE
from rcaudit.workspace.client import PAGE_SIZE, Client
from rcaudit.workspace.limiter import Budget
from rcaudit.workspace.listing import ROUTE as LIST_ROUTE
from rcaudit.workspace.profile import Profile, is_loopback
from rcaudit.workspace.tracebacks import without_frames
from rcaudit.workspace.visibility import (
    ask_account,
    ask_counts,
    ask_permissions,
    ask_version,
    count_anew,
    find_view_gaps,
    see,
    with_counts,
)

logger = logging.getLogger(__name__)

State = Literal["ok", "warning", "error", "not looked at"]
_SAMPLE = 3
_DAYS_TO_RENEW = 14
_USUAL_WINDOW = 60.0
"""Seconds of a rate-limit window where an administrator has not changed it."""


@dataclass(frozen=True)
class Diagnosis:
    """One thing that was looked at: its state, what was found, and what it means for an audit."""

    name: str
    state: State
    message: str
    error: RcauditError | None = field(default=None, repr=False, compare=False)


def diagnose(
    profile: Profile,
    *,
    history: str | Path | None = None,
    session: requests.Session | None = None,
) -> Iterator[Diagnosis]:
    """Look at everything that an audit of the workspace depends on, and change nothing.

    Calls each route a few times at most. What depends on something that failed is not looked at,
    and says so.

    Args:
        profile: Whom to ask.
        history: The folder of snapshots; None for the default one.
        session: A `requests.Session` to use in place of an own one.
    """
    store = WorkspaceHistory(Path(history) if history else default_history(), profile.workspace)
    with Client(profile, session=session, on_wait=_tell_wait) as client:
        yield from _Examination(client, store).run()


class _Look(NamedTuple):
    """One look: its name, how it is done, and the look that must have gone well before it."""

    name: str
    run: Callable[[], tuple[State, str]]
    needs: str | None = None


class _Examination:
    """The findings so far, and what later looks need of earlier ones."""

    def __init__(self, client: Client, store: WorkspaceHistory) -> None:
        self._client = client
        self._store = store
        self._total = 0
        self._documents: list[dict[str, Any]] = []
        self._seconds_a_call = 0.0

    def run(self) -> Iterator[Diagnosis]:
        looks = (
            _Look("reach", self._reach),
            _Look("certificate", self._certificate, "reach"),
            _Look("sign-in", self._sign_in, "reach"),
            _Look("list", self._list, "sign-in"),
            _Look("view", self._view, "sign-in"),
            _Look("list and get", self._compare, "list"),
            _Look("rate limit", self._rate_limit, "list"),
            _Look("duration", self._duration, "list"),
            _Look("history", self._history),
        )
        broken: dict[str, str] = {}
        for look in looks:
            if look.needs in broken:
                broken[look.name] = cause = broken[look.needs]
                yield Diagnosis(look.name, "not looked at", f"{cause} failed")
                continue
            try:
                yield Diagnosis(look.name, *look.run())
            except RcauditError as error:
                broken[look.name] = look.name
                yield Diagnosis(look.name, "error", str(error), without_frames(error))

    def _reach(self) -> tuple[State, str]:
        version = ask_version(self._client)
        url = self._client.profile.url
        return "ok", f"{url} answers as Rocket.Chat {version or 'of an unknown version'}"

    def _certificate(self) -> tuple[State, str]:
        parts = urlsplit(self._client.profile.url)
        if parts.scheme == "http":
            if is_loopback(parts.hostname or ""):
                return "ok", "none needed: the workspace is on this machine"
            return "warning", "no TLS: the token goes over the network in cleartext"
        ends = (self._client.certificate() or {}).get("notAfter")
        if ends is None:
            return "ok", "verified; its dates cannot be seen from here"
        expires = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)
        days = (expires - datetime.now(UTC)).days
        state: State = "warning" if days < _DAYS_TO_RENEW else "ok"
        return state, f"verified; valid until {expires:%Y-%m-%d} ({days} days)"

    def _sign_in(self) -> tuple[State, str]:
        self._account = ask_account(self._client)
        roles = ", ".join(self._account.roles) or "none"
        return "ok", _printable(f"signed in as {self._account.username}, roles: {roles}")

    def _list(self) -> tuple[State, str]:
        page = next(self._client.paginate(LIST_ROUTE, "integrations"))
        self._total = page.total
        self._documents = [
            item
            for item in page.items
            if isinstance(item, dict) and isinstance(item.get("_id"), str)
        ]
        return "ok", f"{page.total} integrations, {len(page.items)} on the first page"

    def _view(self) -> tuple[State, str]:
        visibility = see(ask_permissions(self._client, self._account.roles))
        visibility = with_counts(visibility, ask_counts(self._client))
        visibility = count_anew(self._client, visibility, self._total)
        gaps = find_view_gaps(visibility, self._total)
        if gaps:
            return "warning", gaps[0].message
        is_counted = visibility.total is not None
        counted = "the server's statistics agree" if is_counted else "no permission view-statistics"
        return "ok", f"this account sees every integration ({counted})"

    def _compare(self) -> tuple[State, str]:
        compared, different = 0, set()
        began = time.monotonic()
        # Documents with a null first: some versions of the server get those otherwise.
        documents = sorted(self._documents, key=lambda document: None not in document.values())
        for listed in documents[:_SAMPLE]:
            try:
                got = self._get(listed["_id"])
            except NotFoundError:
                continue  # deleted since
            except ForbiddenError:
                return "warning", "the list shows integrations that get refuses this account"
            compared += 1
            different |= {
                name for name in listed.keys() | got.keys() if listed.get(name) != got.get(name)
            }
        if not compared:
            return "not looked at", "there are no integrations"
        self._seconds_a_call = (time.monotonic() - began) / compared
        if different:
            names = _printable(", ".join(sorted(different)))
            return "warning", f"get differs from the list in {names}: leave --detail as it is"
        return "ok", f"the same documents ({compared} compared): --detail never would do"

    def _get(self, integration_id: str) -> dict[str, Any]:
        body = self._client.get(
            GET_ROUTE, {"integrationId": integration_id}, expect={"integration": dict}
        )
        integration: dict[str, Any] = body["integration"]
        return integration

    def _budget(self) -> Budget | None:
        limiter = self._client.limiter
        return limiter.budget(GET_ROUTE) or limiter.budget(LIST_ROUTE)

    def _rate_limit(self) -> tuple[State, str]:
        budget = self._budget()
        if budget is None:
            return "ok", "none for this account"
        return "ok", (
            f"{budget.limit} calls a window on each route; the present one ends in "
            f"{budget.seconds_left:.0f} seconds"
        )

    def _duration(self) -> tuple[State, str]:
        budget = self._budget()
        if budget is None:
            calls = self._total + math.ceil(self._total / PAGE_SIZE)
            seconds = calls * self._seconds_a_call / self._client.profile.workers
        else:
            windows = max(math.ceil(self._total / budget.limit) - 1, 0)
            seconds = windows * (budget.window or max(budget.seconds_left, _USUAL_WINDOW))
        again = "later ones ask only for what has changed"
        return "ok", f"about {_in_words(seconds)} for a first audit; {again}"

    def _history(self) -> tuple[State, str]:
        folder = self._store.folder
        # Not `exists()`: it raises where a folder on the way may not be entered.
        there = next(path for path in (folder, *folder.parents) if os.access(path, os.F_OK))
        if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
            raise OutputError(
                f"Cannot write to {there}, where the history is to be: choose another folder with "
                "--history or RCAUDIT_HISTORY."
            )
        latest = self._store.latest()
        if latest is None:
            return "ok", f"{folder} has no snapshot yet"
        taken = f"{latest.manifest.taken_at:%Y-%m-%d %H:%M} UTC"
        return "ok", f"{folder}; the last snapshot is of {taken}"


def _tell_wait(route: str, seconds: float) -> None:
    logger.info("%s: the rate limit is spent, waiting %.0f seconds", route, seconds)


def _printable(text: str) -> str:
    # It comes from the server, and goes to a terminal.
    return "".join(letter for letter in text if letter.isprintable())


def _in_words(seconds: float) -> str:
    if seconds <= 1:
        return "a second"
    if seconds < 90:  # noqa: PLR2004 - where minutes read better than seconds
        return f"{math.ceil(seconds)} seconds"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.1f} hours"  # noqa: PLR2004 - likewise
