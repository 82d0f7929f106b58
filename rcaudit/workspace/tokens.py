"""Where a profile's token comes from: a variable, a command, the keyring, or the file itself."""

import os
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rcaudit.errors import ConfigError, MissingCredentialsError
from rcaudit.snapshot.secret import Secret

KEYRING_SERVICE = "rcaudit"
_COMMAND_SECONDS = 60.0
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")


def read_token(source: Secret | dict[str, Any], user_id: str, path: Path, where: str) -> Secret:
    """Return the token of a profile.

    Args:
        source: What the configuration file says.
        user_id: Whose token it is.
        path: The configuration file.
        where: What messages call the place: the file and the profile.

    Raises:
        MissingCredentialsError: There is none where the file says.
        ConfigError: The file says nothing that can be, or others can read the token in it.
    """
    if isinstance(source, Secret):
        _check_mode(path)
        return source
    kinds = source.keys() - {"timeout"} if "command" in source else source.keys()
    kind = next(iter(kinds), "")
    if len(kinds) != 1 or kind not in _READERS:
        raise ConfigError(
            f'{where}: token must be one of {{ env = "VARIABLE" }}, '
            '{ command = ["program", "argument"] } or { keyring = true }.'
        )
    return _READERS[kind](source, user_id, where)


def _check_mode(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise ConfigError(
            f"{path} holds a token and others may read it: run `chmod 600 {path}`, "
            'or take the token from elsewhere: token = { env = "VARIABLE" }.'
        )


def _from_variable(source: dict[str, Any], _user_id: str, where: str) -> Secret:
    name = source["env"]
    if not isinstance(name, str) or not name or "=" in name or "\0" in name:
        raise ConfigError(f"{where}: the env of a token must be a variable's name.")
    value = os.environ.get(name)
    if not value:
        # What looks like no variable is not shown: it may be the token, in the wrong place.
        shown = name if _VARIABLE.fullmatch(name) else "the variable that it names"
        raise MissingCredentialsError(f"{where}: the token's env, {shown}, is not set.")
    return Secret(value)


def _from_command(source: dict[str, Any], _user_id: str, where: str) -> Secret:
    command, timeout = source["command"], source.get("timeout", _COMMAND_SECONDS)
    is_list = isinstance(command, list) and command and all(isinstance(c, str) for c in command)
    if not is_list:
        raise ConfigError(
            f'{where}: the command of a token must be a list of texts: ["program", "argument"].'
        )
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not timeout > 0:
        raise ConfigError(f"{where}: the timeout of a token's command must be seconds.")
    printed, problem = _run(command, timeout)
    if not printed:
        raise MissingCredentialsError(f"{where}: the command of the token {problem}.")
    return printed


def _run(command: list[str], seconds: float) -> tuple[Secret, str]:
    """Return the first line that a command prints, or what was wrong with it."""
    try:
        # Its stderr is the user's, and so is the terminal: password stores ask there.
        done = subprocess.run(  # noqa: S603 - the user's own configuration names it
            command, stdout=subprocess.PIPE, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        return Secret(""), f"has not ended after {seconds:g} seconds"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not possible"
        return Secret(""), f"cannot be run: {reason}"
    if done.returncode:
        return Secret(""), f"failed with exit status {done.returncode}"
    first = done.stdout.decode("utf-8", "replace").strip().partition("\n")[0].strip()
    return Secret(first), "printed nothing"


def _from_keyring(source: dict[str, Any], user_id: str, where: str) -> Secret:
    if source["keyring"] is not True:
        raise ConfigError(f"{where}: the keyring of a token can only be true.")
    try:
        import keyring  # noqa: PLC0415 - an extra
        from keyring.errors import KeyringError  # noqa: PLC0415 - likewise
    except ImportError as error:
        raise ConfigError(
            f"{where}: a token from the keyring needs a package: pip install 'rcaudit[keyring]'"
        ) from error
    try:
        token = Secret(keyring.get_password(KEYRING_SERVICE, user_id) or "")
    except KeyringError as error:
        raise MissingCredentialsError(
            f"{where}: the keyring cannot be read ({type(error).__name__}): is it unlocked, and "
            "is there one on this machine?"
        ) from error
    if not token:
        raise MissingCredentialsError(
            f"{where}: the keyring has no token: run `keyring set {KEYRING_SERVICE} {user_id}`."
        )
    return token


_READERS: Mapping[str, Callable[[dict[str, Any], str, str], Secret]] = MappingProxyType(
    {"env": _from_variable, "command": _from_command, "keyring": _from_keyring}
)
