"""Every error that rcaudit raises on purpose.

RcauditError
├── ConfigError                  what was asked for cannot be done as configured
│   ├── MissingCredentialsError  no workspace or no token named
│   └── InsecureURLError         http:// to a host that is not this machine
├── WorkspaceError               the workspace, or the way to it, did not do its part
│   ├── AuthenticationError      the token or the user id is not accepted
│   ├── ForbiddenError           signed in, but the permission is missing
│   ├── UnreachableError         no usable answer came back
│   │   ├── TLSError             the certificate is not to be trusted
│   │   ├── RateLimitError       the wait for the rate limit is too long
│   │   └── InvalidReplyError    an answer, but not what the API promises
│   │       └── ReplyTooLongError  more bytes, or more time, than the profile allows
│   ├── NotRocketChatError       something answers there that is no Rocket.Chat API
│   ├── RedirectError            the workspace lives elsewhere
│   └── RequestRejectedError     the server does not accept the parameters
│       └── NotFoundError        the document is gone
├── SnapshotError                a saved snapshot cannot be read
├── OutputError                  a file or folder cannot be written
├── NotebookError                a notebook's cell failed
├── LockedError                  another run is at work on the same folder
└── StoppedError                 the run was stopped from another thread
"""


class RcauditError(Exception):
    """Anything that rcaudit reports: the message says what, where and what to do next."""


class ConfigError(RcauditError):
    """A profile, an environment variable or an option is missing or wrong."""


class MissingCredentialsError(ConfigError):
    """No workspace, user id or token is configured."""


class InsecureURLError(ConfigError):
    """The URL would send a token in cleartext to another machine."""


class WorkspaceError(RcauditError):
    """The workspace did not give what was asked."""


class AuthenticationError(WorkspaceError):
    """The workspace does not accept the token or the user id (HTTP 401)."""


class ForbiddenError(WorkspaceError):
    """The account lacks the permission for this call (HTTP 403, or 400 before 9.0)."""


class UnreachableError(WorkspaceError):
    """No usable answer: DNS, connection, time-out or server errors, after all retries."""


class TLSError(UnreachableError):
    """The server's certificate cannot be verified."""


class RateLimitError(UnreachableError):
    """The rate limit would make the caller wait longer than it is willing to."""


class InvalidReplyError(UnreachableError):
    """The reply is no JSON, or of another shape than the API promises."""


class ReplyTooLongError(InvalidReplyError):
    """The reply is larger, or takes longer, than the profile allows."""


class NotRocketChatError(WorkspaceError):
    """The URL answers, but there is no Rocket.Chat API at it."""


class RedirectError(WorkspaceError):
    """The server redirects; credentials are never sent along."""


class RequestRejectedError(WorkspaceError):
    """The server rejects the parameters of a call (HTTP 400)."""


class NotFoundError(RequestRejectedError):
    """The integration asked for does not exist (any more)."""


class SnapshotError(RcauditError):
    """A snapshot is damaged, missing, or written by a newer version."""


class OutputError(RcauditError):
    """A file or folder cannot be written: permission, space, or what is there already."""


class NotebookError(RcauditError):
    """A cell of a notebook failed, took too long, or ended its kernel."""


class LockedError(RcauditError):
    """Another run holds the lock of a folder."""


class StoppedError(RcauditError):
    """The run that this call belongs to was stopped; seen by its worker threads only."""
