"""List, then get for each → Snapshot; what is unchanged is not asked for again."""

import dataclasses
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

import requests

from rcaudit.errors import RcauditError, StoppedError, WorkspaceError
from rcaudit.snapshot.history import WorkspaceHistory, default_history
from rcaudit.snapshot.manifest import Counts, Detail, Gap, Manifest
from rcaudit.snapshot.previous import Reusable
from rcaudit.snapshot.redaction import REDACTION_VERSION, Document
from rcaudit.snapshot.snapshot import Record, Snapshot, save_snapshot
from rcaudit.workspace.asking import ROUTE as GET_ROUTE
from rcaudit.workspace.asking import Asker, Outcome
from rcaudit.workspace.client import Client
from rcaudit.workspace.config import load_profile
from rcaudit.workspace.crew import Crew
from rcaudit.workspace.extras import KINDS, Extras
from rcaudit.workspace.listing import Listing
from rcaudit.workspace.pool import DaemonPool
from rcaudit.workspace.profile import Profile
from rcaudit.workspace.progress import NoProgress, Progress, choose_progress
from rcaudit.workspace.tracebacks import without_frames
from rcaudit.workspace.visibility import ask_version, ask_view, count_anew, find_view_gaps

_SPARE_THREADS = 2
"""Beyond the calls under way: whoever redacts a document leaves the line to another thread."""


def fetch_snapshot(
    profile: Profile | str | None = None,
    *,
    detail: Detail = "changed",
    history: str | Path | None = None,
    keep_scripts: bool = True,
    accounts: bool = False,
    activity: bool = False,
    session: requests.Session | None = None,
    progress: Progress | bool = True,
) -> Snapshot:
    """Fetch every integration that the account may see, and save the snapshot in the history.

    Needs `manage-incoming-integrations` and `manage-outgoing-integrations` for the whole view;
    with less it fetches less, and the manifest's `gaps` say what is missing. A run that was cut
    short is continued from its journal.

    Args:
        profile: Whom to ask: a profile, the name of one, or None for the environment or the
            configuration file.
        detail: `changed` asks only for integrations that the last snapshot does not have in this
            version; `always` asks for all; `never` takes what the list says.
        history: The folder of snapshots; None for `RCAUDIT_HISTORY` or the platform's data folder.
        keep_scripts: Whether the texts of scripts are kept.
        accounts: Whether to ask for the accounts that integrations name (`users.list`,
            `users.info`): id, name, type, roles, and whether they are active.
        activity: Whether to ask for the recent calls of each outgoing integration
            (`integrations.history`): when, and whether they failed.
        session: A `requests.Session` to use in place of an own one.
        progress: Whether to show how far it is; or what to tell it to.

    Returns:
        The saved snapshot.

    Raises:
        ConfigError: The profile is missing or wrong.
        AuthenticationError: The token or the user id is not accepted.
        ForbiddenError: The account may see no integrations at all.
        UnreachableError: The server gave no usable answer, after all retries.
        NotRocketChatError: There is no Rocket.Chat at the URL.
        RedirectError: The workspace is elsewhere.
        LockedError: Another run is fetching this workspace.
        OutputError: The snapshot cannot be written.
    """
    if not isinstance(profile, Profile):
        profile = load_profile(profile)
    if isinstance(progress, bool):
        progress = choose_progress() if progress else NoProgress()
    store = WorkspaceHistory(Path(history) if history else default_history(), profile.workspace)
    try:
        with store.locked(), _run(profile, session, progress) as run:
            extras = {"accounts": accounts, "activity": activity}
            wanted = [name for name, is_wanted in extras.items() if is_wanted]
            return _fetch(run, store, detail, wanted, keep_scripts=keep_scripts)
    except (RcauditError, KeyboardInterrupt) as error:
        without_frames(error)
        raise


@dataclass(frozen=True)
class _Run:
    """What one run works with."""

    client: Client
    pool: DaemonPool
    stopped: threading.Event
    progress: Progress

    def crew(self, route: str) -> Crew:
        """Return the threads for questions of one route."""
        return Crew(route, self.pool, self.stopped, self.progress)


@contextmanager
def _run(profile: Profile, session: requests.Session | None, progress: Progress) -> Iterator[_Run]:
    stopped = threading.Event()
    pool = DaemonPool(profile.workers + _SPARE_THREADS)
    try:
        with Client(profile, session=session, on_wait=progress.wait, stopped=stopped) as client:
            yield _Run(client, pool, stopped, progress)
    finally:
        stopped.set()
        pool.close()
        progress.close()


def _fetch(
    run: _Run, store: WorkspaceHistory, detail: Detail, wanted: list[str], *, keep_scripts: bool
) -> Snapshot:
    now = datetime.now(UTC)
    taken_at = now.replace(microsecond=now.microsecond // 1000 * 1000)  # as it is saved
    key = store.fingerprint_key()
    # Nobody waits for these until the list is there.
    version_asked = run.pool.submit(_ask_version, run.client)
    view_asked = run.pool.submit(ask_view, run.client)
    listing = Listing(run.client)
    documents = iter(listing)
    first = list(islice(documents, 1))
    run.progress.expect(listing.total)
    manifest = Manifest(
        workspace=run.client.profile.workspace,
        workspace_url=run.client.profile.url,
        taken_at=taken_at,
        server_version=version_asked.result(),
        detail=detail,
        has_scripts=keep_scripts,
        key_id=key.key_id,
        redaction_version=REDACTION_VERSION,
    )
    # `always` distrusts what an unfinished run under another `detail` took for unchanged.
    terms = _terms(manifest) | {"asks_for_all": detail == "always"}
    with store.journal(terms) as journal:
        reusable = Reusable(journal, _previous(store, manifest))
        asker = Asker(run.client, journal, key, run.crew(GET_ROUTE), keep_scripts=keep_scripts)
        plan = _ask_for_each(chain(first, documents), detail, reusable, asker)
        account, visibility = view_asked.result()
        visibility = count_anew(run.client, visibility, len(listing))
        kept = plan.ids - set(asker.ids("vanished"))
        extras = _fetch_extras(run, store, manifest, wanted, lambda: reusable.lines(kept))
        manifest = dataclasses.replace(
            manifest,
            account_id=account.id if account else None,
            account_username=account.username if account else None,
            visibility=visibility,
            counts=_count(listing, plan, asker),
            gaps=(
                *find_view_gaps(visibility, len(listing)),
                *listing.gaps(),
                *_find_detail_gaps(asker),
                *extras.gaps,
            ),
        )
        snapshot = save_snapshot(
            store.new_folder(taken_at), manifest, reusable.lines(kept), extras.files
        )
    for finished in (journal, *extras.journals):
        finished.remove()
    return snapshot


def _fetch_extras(
    run: _Run,
    store: WorkspaceHistory,
    manifest: Manifest,
    wanted: list[str],
    lines: Callable[[], Iterator[bytes]],
) -> Extras:
    extras = Extras()
    for name in wanted:
        with extras.journal(store, name, manifest) as journal:
            documents = (Record.from_line(line).document for line in lines())
            kind = KINDS[name]
            kind.fetch(run.client, documents, run.crew(kind.route), journal, extras)
    return extras


def _terms(manifest: Manifest) -> dict[str, str | int | bool | None]:
    """Return what a journal's records depend on; a journal under other terms is of no use."""
    return {
        "workspace": manifest.workspace,
        "server_version": manifest.server_version,
        "has_scripts": manifest.has_scripts,
        "key_id": manifest.key_id,
        "redaction_version": manifest.redaction_version,
    }


def _previous(store: WorkspaceHistory, manifest: Manifest) -> Snapshot | None:
    previous = store.latest() if manifest.detail == "changed" else None
    is_alike = previous is not None and _terms(previous.manifest) == _terms(manifest)
    return previous if is_alike else None


@dataclass
class _Plan:
    """Which integrations were listed, and how many of them are not asked for."""

    ids: set[str] = field(default_factory=set)
    reused: int = 0
    unasked: int = 0


def _ask_for_each(
    documents: Iterable[Document], detail: Detail, reusable: Reusable, asker: Asker
) -> _Plan:
    plan = _Plan()
    # A stop comes from an error in a thread, which finish() raises.
    with suppress(StoppedError):
        for document in documents:
            plan.ids.add(document["_id"])
            if detail == "never":
                plan.unasked += 1
                asker.keep(document, "list")
                asker.pass_over()
            elif reusable.has(document["_id"], document.get("_updatedAt")):
                plan.reused += 1
                asker.pass_over()
            else:
                asker.submit(document)
    asker.finish()
    return plan


def _count(listing: Listing, plan: _Plan, asker: Asker) -> Counts:
    return Counts(
        reported=listing.total,
        listed=len(listing),
        reused=plan.reused,
        unasked=plan.unasked,
        **asker.counts(),
    )


def _find_detail_gaps(asker: Asker) -> list[Gap]:
    reasons: dict[Outcome, str] = {
        "forbidden": "the server refused {} integrations by themselves; the list's documents "
        "stand in for them",
        "failed": "the server failed to give {} integrations by themselves; the list's documents "
        "stand in for them",
    }
    return [
        Gap(code=outcome, message=reason.format(len(ids)), integration_ids=ids)
        for outcome, reason in reasons.items()
        if (ids := asker.ids(outcome))
    ]


def _ask_version(client: Client) -> str | None:
    try:
        return ask_version(client)
    except WorkspaceError:
        # The list, asked for at the same time, tells better what is wrong.
        return None
