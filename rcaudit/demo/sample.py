"""The sample: a made-up workspace, and the snapshot of it that notebooks and tests stand on."""

from pathlib import Path

from rcaudit.demo.generate import generate_workspace
from rcaudit.demo.model import DemoWorkspace, load_workspace, save_workspace
from rcaudit.demo.moments import NOW
from rcaudit.snapshot.manifest import Counts, Manifest, Visibility
from rcaudit.snapshot.redaction import REDACTION_VERSION, Document, redact
from rcaudit.snapshot.secret import KEY_BYTES, FingerprintKey
from rcaudit.snapshot.snapshot import ACCOUNTS_NAME, ACTIVITY_NAME, Record, Snapshot, save_snapshot
from rcaudit.workspace.accounts import account_row, find_accounts
from rcaudit.workspace.activity import activity_rows
from rcaudit.workspace.collecting import Collected

WORKSPACE_NAME = "workspace.json"
_PACKAGE = Path(__file__).resolve().parents[1]
_KEY = FingerprintKey(b"rcaudit".ljust(KEY_BYTES, b"-"))
"""Everybody may know it: there is nothing secret in the sample."""


def sample_folder() -> Path:
    """Return the folder of the sample: in the wheel, or in the checkout beside the package."""
    installed = _PACKAGE / "data" / "sample"
    return installed if installed.is_dir() else _PACKAGE.parent / "data" / "sample"


def load_sample_workspace() -> DemoWorkspace:
    """Load the workspace behind the sample, as a demo server serves it.

    Raises:
        ConfigError: The file is missing or damaged.
    """
    return load_workspace(sample_folder() / WORKSPACE_NAME)


def write_sample(folder: Path) -> Snapshot:
    """Generate the workspace, and write it and its snapshot: the same bytes every time.

    Raises:
        OutputError: The folder cannot be written.
    """
    workspace = generate_workspace()
    documents = sorted(workspace.integrations, key=lambda document: str(document["_id"]))
    outgoing = sum(document.get("type") == "webhook-outgoing" for document in documents)
    count = len(documents)
    manifest = Manifest(
        workspace="chat.example.com",
        workspace_url="https://chat.example.com",
        taken_at=NOW,
        server_version=workspace.version,
        account_id="auditorDemo000000",
        account_username="auditor",
        visibility=Visibility(
            incoming_reach="all",
            outgoing_reach="all",
            total=count,
            incoming=count - outgoing,
            outgoing=outgoing,
        ),
        counts=Counts(reported=count, listed=count, fetched=count),
        key_id=_KEY.key_id,
        redaction_version=REDACTION_VERSION,
    )
    # What `--accounts` and `--activity` would fetch is there too, so that every check can look.
    records = (redact(document, _KEY) for document in documents)
    lines = [Record(document, "get", removed).to_line() for document, removed in records]
    snapshot = save_snapshot(folder, manifest, lines, _others(workspace, documents))
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    save_workspace(workspace, folder / WORKSPACE_NAME)
    return snapshot


def _others(workspace: DemoWorkspace, documents: list[Document]) -> dict[str, list[str]]:
    named = {account_id for account_id, _ in find_accounts(documents)}
    accounts = [account_row(user) for user in workspace.users if user["_id"] in named]
    activity = [
        row
        for document in documents
        if document.get("type") == "webhook-outgoing"
        for row in activity_rows(document["_id"], workspace.history.get(document["_id"], []))
    ]
    return {ACCOUNTS_NAME: Collected(accounts).lines(), ACTIVITY_NAME: Collected(activity).lines()}
