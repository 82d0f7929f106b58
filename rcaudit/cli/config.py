"""`rcaudit config`: where the configuration is and what it says."""

import os

import click


@click.group()
def config() -> None:
    """Make, show or find the configuration file."""


@config.command()
def init() -> None:
    """Write a configuration file to fill in, with mode 0600; an existing one is left alone."""
    from rcaudit.errors import ConfigError, OutputError  # noqa: PLC0415 - used here only
    from rcaudit.snapshot.files import make_folder  # noqa: PLC0415 - `--help` must stay quick
    from rcaudit.workspace.config import TEMPLATE, config_path  # noqa: PLC0415 - `--help` is quick

    path = config_path()
    make_folder(path.parent, 0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ConfigError(f"{path} is there already: edit it, or move it away.") from error
    except OSError as error:
        raise OutputError(f"Cannot write {path}: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except OSError as error:
        path.unlink()
        raise OutputError(f"Cannot write {path}: {error.strerror}.") from error
    click.echo(path)


@config.command()
def show() -> None:
    """Print the profiles, without their tokens."""
    from rcaudit.workspace.config import config_path, describe_config  # noqa: PLC0415 - likewise

    click.echo(f"# {config_path()}")
    click.echo(describe_config(), nl=False)


@config.command()
def path() -> None:
    """Print where the configuration file is, or would be."""
    from rcaudit.workspace.config import config_path  # noqa: PLC0415 - `--help` must stay quick

    click.echo(config_path())
