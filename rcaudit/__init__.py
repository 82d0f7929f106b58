"""Audit the incoming and outgoing webhooks of a Rocket.Chat workspace.

>>> import rcaudit
>>> snapshot = rcaudit.fetch_snapshot()           # doctest: +SKIP
>>> snapshot.frames.integrations                  # doctest: +SKIP

Each name is loaded when it is first used, so that the import itself stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rcaudit import errors as errors
    from rcaudit.checks.audit import Audit as Audit
    from rcaudit.checks.catalogue import run_checks as run_checks
    from rcaudit.checks.severity import Severity as Severity
    from rcaudit.checks.upgrade import plan_upgrade as plan_upgrade
    from rcaudit.demo.opening import open_snapshot as open_snapshot
    from rcaudit.errors import AuthenticationError as AuthenticationError
    from rcaudit.errors import ConfigError as ConfigError
    from rcaudit.errors import ForbiddenError as ForbiddenError
    from rcaudit.errors import InsecureURLError as InsecureURLError
    from rcaudit.errors import InvalidReplyError as InvalidReplyError
    from rcaudit.errors import LockedError as LockedError
    from rcaudit.errors import MissingCredentialsError as MissingCredentialsError
    from rcaudit.errors import NotebookError as NotebookError
    from rcaudit.errors import NotFoundError as NotFoundError
    from rcaudit.errors import NotRocketChatError as NotRocketChatError
    from rcaudit.errors import OutputError as OutputError
    from rcaudit.errors import RateLimitError as RateLimitError
    from rcaudit.errors import RcauditError as RcauditError
    from rcaudit.errors import RedirectError as RedirectError
    from rcaudit.errors import ReplyTooLongError as ReplyTooLongError
    from rcaudit.errors import RequestRejectedError as RequestRejectedError
    from rcaudit.errors import SnapshotError as SnapshotError
    from rcaudit.errors import TLSError as TLSError
    from rcaudit.errors import UnreachableError as UnreachableError
    from rcaudit.errors import WorkspaceError as WorkspaceError
    from rcaudit.frames import schema as schema
    from rcaudit.frames.changes import diff_snapshots as diff_snapshots
    from rcaudit.frames.diff import Diff as Diff
    from rcaudit.frames.frames import Frames as Frames
    from rcaudit.output import plots as plots
    from rcaudit.output import summaries as summaries
    from rcaudit.output.export import export_snapshot as export_snapshot
    from rcaudit.output.report import write_report as write_report
    from rcaudit.output.running import run_notebook as run_notebook
    from rcaudit.snapshot.manifest import Manifest as Manifest
    from rcaudit.snapshot.secret import Secret as Secret
    from rcaudit.snapshot.snapshot import Snapshot as Snapshot
    from rcaudit.snapshot.snapshot import load_snapshot as load_snapshot
    from rcaudit.workspace.client import Client as Client
    from rcaudit.workspace.config import load_profile as load_profile
    from rcaudit.workspace.fetch import fetch_snapshot as fetch_snapshot
    from rcaudit.workspace.profile import Profile as Profile

_HOMES = {
    "rcaudit.checks.audit": ("Audit",),
    "rcaudit.checks.catalogue": ("run_checks",),
    "rcaudit.checks.severity": ("Severity",),
    "rcaudit.demo.opening": ("open_snapshot",),
    "rcaudit.checks.upgrade": ("plan_upgrade",),
    "rcaudit.errors": (
        "AuthenticationError",
        "ConfigError",
        "ForbiddenError",
        "InsecureURLError",
        "InvalidReplyError",
        "LockedError",
        "MissingCredentialsError",
        "NotebookError",
        "NotFoundError",
        "NotRocketChatError",
        "OutputError",
        "RateLimitError",
        "RcauditError",
        "RedirectError",
        "ReplyTooLongError",
        "RequestRejectedError",
        "SnapshotError",
        "TLSError",
        "UnreachableError",
        "WorkspaceError",
    ),
    "rcaudit.frames.changes": ("diff_snapshots",),
    "rcaudit.frames.diff": ("Diff",),
    "rcaudit.frames.frames": ("Frames",),
    "rcaudit.output.export": ("export_snapshot",),
    "rcaudit.output.report": ("write_report",),
    "rcaudit.output.running": ("run_notebook",),
    "rcaudit.snapshot.manifest": ("Manifest",),
    "rcaudit.snapshot.secret": ("Secret",),
    "rcaudit.snapshot.snapshot": ("Snapshot", "load_snapshot"),
    "rcaudit.workspace.client": ("Client",),
    "rcaudit.workspace.config": ("load_profile",),
    "rcaudit.workspace.fetch": ("fetch_snapshot",),
    "rcaudit.workspace.profile": ("Profile",),
}
_MODULES = {
    "errors": "rcaudit.errors",
    "plots": "rcaudit.output.plots",
    "schema": "rcaudit.frames.schema",
    "summaries": "rcaudit.output.summaries",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted([*_HOME_OF, *_MODULES])  # noqa: PLE0605 - sorted() gives a list


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        value: Any = import_module(_MODULES[name])
    elif name in _HOME_OF:
        value = getattr(import_module(_HOME_OF[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
