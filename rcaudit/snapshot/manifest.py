"""What is known of a snapshot: where from, when, who asked, and how complete it is."""

import dataclasses
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from rcaudit.errors import SnapshotError

FORMAT_VERSION = 1
"""The layout of a snapshot folder that this version writes."""

Reach = Literal["all", "own", "none", "unknown"]
Detail = Literal["changed", "always", "never"]


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
    `forbidden`, `failed`.
    """

    code: str
    message: str
    integration_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The record that goes with a snapshot's documents. Times are aware and UTC."""

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
        return json.dumps(fields, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str, source: str) -> Self:
        """Read the text of a `manifest.json`; `source` is what errors call it.

        Raises:
            SnapshotError: The text is no manifest, or a newer version wrote it.
        """
        try:
            fields = json.loads(text)
            written_by, written_as = fields.pop("tool_version"), fields["format_version"]
            if written_as > FORMAT_VERSION:
                raise SnapshotError(
                    f"{source} has format {written_as}, written by rcaudit {written_by}; this "
                    f"rcaudit {tool_version()} reads up to {FORMAT_VERSION}: upgrade rcaudit."
                )
            return cls(**_typed(fields), tool_version=written_by)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SnapshotError(
                f"{source} is no manifest ({type(error).__name__}: {error}): "
                "restore it from a backup, or fetch again."
            ) from error


def _typed(fields: dict[str, Any]) -> dict[str, Any]:
    del fields["is_complete"]
    visibility = fields["visibility"]
    visibility["missing_permissions"] = tuple(visibility["missing_permissions"])
    gaps = tuple(
        Gap(**gap | {"integration_ids": tuple(gap["integration_ids"])}) for gap in fields["gaps"]
    )
    return fields | {
        "taken_at": datetime.fromisoformat(fields["taken_at"]),
        "visibility": Visibility(**visibility),
        "counts": Counts(**fields["counts"]),
        "gaps": gaps,
    }


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
