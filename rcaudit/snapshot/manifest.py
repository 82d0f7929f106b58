"""What is known of a snapshot: where from, when, who asked, and how complete it is."""

import dataclasses
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from rcaudit.errors import SnapshotError
from rcaudit.snapshot.typed import read_fields

FORMAT_VERSION = 1
"""The layout of a snapshot folder that this version writes."""

Reach = Literal["all", "own", "none", "unknown"]
Detail = Literal["changed", "always", "never"]

# Where these are missing, their defaults would look like a snapshot that lacks nothing.
_REQUIRED = ("format_version", "tool_version", "visibility", "counts", "gaps", "files")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def tool_version() -> str:
    """Return the version of the installed rcaudit."""
    from importlib.metadata import version  # noqa: PLC0415 - 15 ms that `--help` need not spend

    return version("rcaudit")


@dataclass(frozen=True, kw_only=True)
class Visibility:
    """What the account that asked may see, by direction.

    `all`: every integration; `own`: those that the account created; `none`; `unknown`: the
    server did not tell. `total`, `incoming` and `outgoing` are the server's own counts where
    it gives them (its `statistics`), None elsewhere.
    """

    incoming_reach: Reach = "unknown"
    outgoing_reach: Reach = "unknown"
    missing_permissions: tuple[str, ...] = ()
    total: int | None = None
    incoming: int | None = None
    outgoing: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the account sees every integration of the workspace."""
        return self.incoming_reach == self.outgoing_reach == "all"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many integrations were listed, and what became of asking for each.

    `reported` is the total that the server gave with its list. `fetched` were asked for one by
    one; `reused` were known unchanged; `vanished` were gone by then; for `forbidden`, `failed`
    and `unasked` ones (`detail="never"`) the list's own document stands in.
    """

    reported: int = 0
    listed: int = 0
    fetched: int = 0
    reused: int = 0
    unasked: int = 0
    vanished: int = 0
    forbidden: int = 0
    failed: int = 0

    @property
    def kept(self) -> int:
        """How many documents the snapshot holds."""
        return self.listed - self.vanished


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Something that the snapshot does not show, in a word and in a sentence.

    Codes: `visibility`, `visibility_unknown`, `short_list`, `count_differs`, `unidentified`,
    `forbidden`, `failed`, `accounts`, `activity`.
    """

    code: str
    message: str
    integration_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The record that goes with a snapshot's documents. A naive time is taken as UTC."""

    workspace: str
    workspace_url: str
    taken_at: datetime
    server_version: str | None = None
    account_id: str | None = None
    account_username: str | None = None
    detail: Detail = "changed"
    has_scripts: bool = True
    visibility: Visibility = field(default_factory=Visibility)
    counts: Counts = field(default_factory=Counts)
    gaps: tuple[Gap, ...] = ()
    key_id: str | None = None
    redaction_version: int = 0
    format_version: int = FORMAT_VERSION
    tool_version: str = field(default_factory=tool_version)
    files: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        is_naive = self.taken_at.tzinfo is None
        taken_at = self.taken_at.replace(tzinfo=UTC) if is_naive else self.taken_at.astimezone(UTC)
        object.__setattr__(self, "taken_at", taken_at)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is known to be missing."""
        return not self.gaps

    def to_json(self) -> str:
        """Return the text of `manifest.json`."""
        fields = dataclasses.asdict(self) | {
            "taken_at": format_time(self.taken_at),
            "is_complete": self.is_complete,
        }
        text = json.dumps(fields, indent=2, ensure_ascii=False) + "\n"
        # Half a surrogate pair, which JSON may hold and UTF-8 may not, becomes JSON's escape.
        return text.encode("utf-8", "backslashreplace").decode()

    @classmethod
    def from_json(cls, text: str, source: str) -> Self:
        """Read the text of a `manifest.json`; `source` is what errors call it.

        Raises:
            SnapshotError: The text is no manifest, or a newer version wrote it.
        """
        try:
            fields = json.loads(text)
            _refuse_newer(fields, source)
            is_complete = fields.pop("is_complete")
            manifest = read_fields(cls, fields | {name: fields[name] for name in _REQUIRED})
            _check(manifest, is_complete=is_complete)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise SnapshotError(
                f"{source} is no manifest ({type(error).__name__}: {error}): "
                "restore it from a backup, or fetch again."
            ) from error
        return manifest


def _refuse_newer(fields: dict[str, Any], source: str) -> None:
    written_as = fields["format_version"]
    if written_as > FORMAT_VERSION:
        raise SnapshotError(
            f"{source} has format {written_as}, written by rcaudit {fields.get('tool_version')}; "
            f"this rcaudit {tool_version()} reads up to {FORMAT_VERSION}: upgrade rcaudit."
        )


def _check(manifest: Manifest, *, is_complete: object) -> None:
    if manifest.format_version < 1:
        raise ValueError("there is no such format_version")
    if is_complete is not manifest.is_complete:
        raise ValueError("is_complete is not what gaps says")
    counts = dataclasses.asdict(manifest.counts).values()
    if min(*counts, manifest.counts.kept) < 0:
        raise ValueError("counts has a negative number")
    for name, sha256 in manifest.files.items():
        if not (_FILE_NAME.fullmatch(name) and _SHA256.fullmatch(sha256)):
            raise ValueError("files names a path outside the folder, or no SHA-256")


def format_time(moment: datetime) -> str:
    """Write a moment as ISO 8601 in UTC with milliseconds, as the server does."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def workspace_name(url: str) -> str:
    """Return what tables call a workspace: host, port where it is no default, path prefix."""
    parts = urlsplit(url)
    default = {"https": 443, "http": 80}.get(parts.scheme)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = f":{parts.port}" if parts.port not in {None, default} else ""
    return f"{host}{port}{parts.path.rstrip('/')}"
