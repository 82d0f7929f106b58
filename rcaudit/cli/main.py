"""The command `rcaudit`: its subcommands, and the exit status of every error."""

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from rcaudit.cli.check import check
from rcaudit.cli.checks import checks
from rcaudit.cli.config import config
from rcaudit.cli.demo import demo
from rcaudit.cli.diff import diff
from rcaudit.cli.doctor import doctor
from rcaudit.cli.export import export
from rcaudit.cli.fetch import fetch
from rcaudit.cli.lab import lab
from rcaudit.cli.notebooks import notebooks
from rcaudit.cli.report import report
from rcaudit.cli.schema import schema
from rcaudit.cli.scripts import scripts
from rcaudit.cli.status import INTERRUPTED, UNUSABLE, status_of
from rcaudit.errors import RcauditError

_EPILOG = """\
\b
Exit status: 0 done, and complete; 1 a bug; 2 wrong usage or configuration;
3 findings (check, scripts check); 4 not signed in, or not permitted; 5 unreachable;
6 files written, but the audit is incomplete.
"""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(package_name="rcaudit")
def rcaudit() -> None:
    """Audit the incoming and outgoing webhooks of a Rocket.Chat workspace."""


for _command in (
    check,
    checks,
    config,
    demo,
    diff,
    doctor,
    export,
    fetch,
    lab,
    notebooks,
    report,
    schema,
    scripts,
):
    rcaudit.add_command(_command)


def main() -> NoReturn:
    """Run the command line and exit with the status that the README lists."""
    _prepare_streams()
    try:
        # Not `rcaudit.main()`: it exits with 1, a bug, where the reader of a pipe has enough.
        with rcaudit.make_context("rcaudit", sys.argv[1:]) as context:
            status = rcaudit.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        status = stop.exit_code
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        status = error.exit_code
    except RcauditError as error:
        _tell(f"Error: {error}")
        status = status_of(error)
    except KeyboardInterrupt:
        _tell("Interrupted. Run the same command again: a fetch goes on from where it was.")
        status = INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has enough of it; Python must not complain while it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except OSError as error:
        _tell(f"Error: {_describe(error)}.")
        status = UNUSABLE
    sys.exit(status)


def _prepare_streams() -> None:
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            # Closed by the caller (`>&-`): the next file opened would take its number.
            nothing = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - stays open
            setattr(sys, name, nothing)
        elif isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            # An ISO 8859-1 locale has no `…`, and no encoding has half a surrogate pair.
            stream.reconfigure(errors="backslashreplace")


def _tell(message: str) -> None:
    # Where stderr is full or gone, the exit status has to say it all.
    with suppress(OSError):
        click.echo(message, err=True)


def _describe(error: OSError) -> str:
    # Standard output has no name; whatever else the system refuses has one.
    reason = error.strerror or type(error).__name__
    if error.filename is None:
        return f"cannot write the output: {reason}"
    return f"cannot read or write {error.filename}: {reason}"
