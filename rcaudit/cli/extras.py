"""What a command needs that rcaudit installs only when asked."""

from importlib.util import find_spec

from rcaudit.errors import ConfigError


def need_lab(command: str, *packages: str) -> None:
    """Check that packages of the extra `lab` are installed.

    Raises:
        ConfigError: One is not; the message has the command that installs them.
    """
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise ConfigError(
            f"`rcaudit {command}` needs {', '.join(missing)}: pip install 'rcaudit[lab]'"
        )
