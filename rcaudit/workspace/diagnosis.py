"""What an audit of a workspace will meet: reach, TLS, sign-in, view, rate limit, duration."""

import math
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import requests

from rcaudit.errors import RcauditError
from rcaudit.snapshot.history import WorkspaceHistory, default_history
from rcaudit.workspace.asking import ROUTE as GET_ROUTE
from rcaudit.workspace.client import PAGE_SIZE, Client
from rcaudit.workspace.listing import ROUTE as LIST_ROUTE
from rcaudit.workspace.profile import Profile, is_loopback
from rcaudit.workspace.visibility import (
    ask_account,
    ask_counts,
    ask_permissions,
    ask_version,
    find_view_gaps,
    see,
    with_counts,
)

State = Literal["ok", "warning", "error", "not looked at"]
_SAMPLE = 3
_SECONDS_A_CALL = 0.05
_DAYS_TO_RENEW = 14


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
    with Client(profile, session=session) as client:
        yield from _Examination(client, store).run()


class _Examination:
    """The findings so far, and what later looks need of earlier ones."""

    def __init__(self, client: Client, store: WorkspaceHistory) -> None:
        self._client = client
        self._store = store
        self._total = 0
        self._documents: list[dict[str, Any]] = []

    def run(self) -> Iterator[Diagnosis]:
        looks: dict[str, Callable[[], tuple[State, str]]] = {
            "reach": self._reach,
            "certificate": self._certificate,
            "sign-in": self._sign_in,
            "list": self._list,
            "view": self._view,
            "list and get": self._compare,
            "rate limit": self._rate_limit,
            "duration": self._duration,
            "history": self._history,
        }
        broken = None
        for name, look in looks.items():
            if broken is not None and name != "history":
                yield Diagnosis(name, "not looked at", f"{broken} failed")
                continue
            try:
                yield Diagnosis(name, *look())
            except RcauditError as error:
                broken = broken or name
                yield Diagnosis(name, "error", str(error), error)

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
        expires = _certificate_expiry(self._client.profile, parts.hostname or "", parts.port or 443)
        if expires is None:
            return "not looked at", "verified, but its dates cannot be seen through a proxy"
        days = (expires - datetime.now(UTC)).days
        state: State = "warning" if days < _DAYS_TO_RENEW else "ok"
        return state, f"verified; valid until {expires:%Y-%m-%d} ({days} days)"

    def _sign_in(self) -> tuple[State, str]:
        self._account = ask_account(self._client)
        roles = ", ".join(self._account.roles) or "none"
        return "ok", f"signed in as {self._account.username}, roles: {roles}"

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
        counts = ask_counts(self._client)
        if counts is not None and counts.total != self._total:
            counts = ask_counts(self._client, refresh=True)
        gaps = find_view_gaps(with_counts(visibility, counts), self._total)
        if gaps:
            return "warning", gaps[0].message
        counted = "the server's statistics agree" if counts else "no permission view-statistics"
        return "ok", f"this account sees every integration ({counted})"

    def _compare(self) -> tuple[State, str]:
        different: set[str] = set()
        sample = self._documents[:_SAMPLE]
        for listed in sample:
            body = self._client.get(
                GET_ROUTE, {"integrationId": listed["_id"]}, expect={"integration": dict}
            )
            got = body["integration"]
            different |= {
                name for name in listed.keys() | got.keys() if listed.get(name) != got.get(name)
            }
        if not sample:
            return "not looked at", "there are no integrations"
        if different:
            names = ", ".join(sorted(different))
            return "warning", f"get differs from the list in {names}: leave --detail as it is"
        return "ok", f"the same documents ({len(sample)} compared): --detail never would do"

    def _rate_limit(self) -> tuple[State, str]:
        budget = self._client.limiter.budget(GET_ROUTE)
        if budget is None:
            return "ok", "none for this account"
        return "ok", (
            f"{budget.limit} calls a window on each route; the present one ends in "
            f"{budget.seconds_left:.0f} seconds"
        )

    def _duration(self) -> tuple[State, str]:
        budget = self._client.limiter.budget(GET_ROUTE)
        calls = self._total + math.ceil(self._total / PAGE_SIZE)
        if budget is None:
            seconds = calls * _SECONDS_A_CALL / self._client.profile.workers
        else:
            seconds = max(math.ceil(self._total / budget.limit) - 1, 0) * budget.seconds_left
        again = "later ones ask only for what has changed"
        return "ok", f"about {_in_words(seconds)} for a first audit; {again}"

    def _history(self) -> tuple[State, str]:
        with self._store.locked():
            latest = self._store.latest()
        if latest is None:
            return "ok", f"{self._store.folder} has no snapshot yet"
        taken = f"{latest.manifest.taken_at:%Y-%m-%d %H:%M} UTC"
        return "ok", f"{self._store.folder}; the last snapshot is of {taken}"


def _in_words(seconds: float) -> str:
    if seconds <= 1:
        return "a second"
    if seconds < 90:  # noqa: PLR2004 - where minutes read better than seconds
        return f"{math.ceil(seconds)} seconds"
    minutes = math.ceil(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.1f} hours"  # noqa: PLR2004 - likewise


def _certificate_expiry(profile: Profile, host: str, port: int) -> datetime | None:
    """Return when the server's certificate ends; None where it cannot be reached directly."""
    cafile = str(profile.ca_bundle) if profile.ca_bundle else None
    context = ssl.create_default_context(cafile=cafile)
    try:
        with (
            socket.create_connection((host, port), profile.connect_timeout) as plain,
            context.wrap_socket(plain, server_hostname=host) as connection,
        ):
            certificate = connection.getpeercert() or {}
    except OSError:
        return None
    ends = str(certificate.get("notAfter", ""))
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if ends else None
