"""The configuration file and the environment: where the workspace is and who asks."""

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from platformdirs import user_config_path

from rcaudit.errors import ConfigError, MissingCredentialsError
from rcaudit.snapshot.secret import Secret
from rcaudit.workspace.profile import Profile

CONFIG_VARIABLE = "RCAUDIT_CONFIG"
VARIABLES: Mapping[str, str] = MappingProxyType(
    {"url": "RCAUDIT_URL", "user_id": "RCAUDIT_USER_ID", "token": "RCAUDIT_AUTH_TOKEN"}
)
KEYRING_SERVICE = "rcaudit"
_COMMAND_SECONDS = 60
_TOP_KEYS = frozenset({"default_profile", "profiles", "checks"})
_TYPES: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "url": (str,),
        "user_id": (str,),
        "token": (str, dict),
        "ca_bundle": (str,),
        "insecure_http": (bool,),
        "connect_timeout": (int, float),
        "read_timeout": (int, float),
        "largest_reply": (int,),
        "workers": (int,),
        "retries": (int,),
        "backoff": (int, float),
        "longest_wait": (int, float),
    }
)

TEMPLATE = """\
# Workspaces that rcaudit may ask, and how. `rcaudit doctor --profile prod` tries one.
# default_profile = "prod"

# [profiles.prod]
# url = "https://chat.example.com"
# user_id = "the id shown with the personal access token"
# token = { env = "PROD_TOKEN" }              # from an environment variable
# token = { command = ["pass", "rcaudit"] }   # what a command prints
# token = { keyring = true }                  # from the system's keyring, service "rcaudit"
# ca_bundle = "/etc/ssl/own-ca.pem"
# connect_timeout = 10                        # seconds
# read_timeout = 60                           # seconds
# largest_reply = 67108864                    # bytes
# workers = 8
# retries = 5
# backoff = 0.5                               # seconds, doubling from try to try
# longest_wait = 900                          # seconds for one rate-limit window
"""


def config_path() -> Path:
    """Return where the configuration file is: `RCAUDIT_CONFIG`, else the platform's folder."""
    configured = os.environ.get(CONFIG_VARIABLE)
    if configured:
        return Path(configured)
    return user_config_path("rcaudit", appauthor=False) / "config.toml"


def load_profile(name: str | None = None) -> Profile:
    """Find the profile to use.

    A name asks for that profile of the configuration file. Without one the environment is taken
    where it names a workspace, else the file's `default_profile`, else its only profile.

    Raises:
        MissingCredentialsError: Nothing is configured, or a part of it is missing.
        ConfigError: The file is broken, or there is no such profile.
        InsecureURLError: The URL is http:// to another machine.
    """
    if name is None and any(os.environ.get(variable) for variable in VARIABLES.values()):
        return _from_environment()
    config = read_config()
    profiles = config.get("profiles", {})
    chosen = (
        name
        or config.get("default_profile")
        or (next(iter(profiles)) if len(profiles) == 1 else None)
    )
    if chosen is None:
        raise MissingCredentialsError(
            f"No workspace is configured: set {', '.join(VARIABLES.values())}, "
            f"or write a profile with `rcaudit config init` ({config_path()})."
        )
    if chosen not in profiles:
        known = ", ".join(sorted(profiles)) or "none"
        raise ConfigError(f"There is no profile {chosen!r} in {config_path()}: known are {known}.")
    return _from_table(chosen, profiles[chosen])


def read_config() -> dict[str, Any]:
    """Read the configuration file; without one the configuration is empty.

    Raises:
        ConfigError: It cannot be read, or a key or value is not known; the message has the line.
    """
    path = config_path()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"Cannot read {path}: {error}.") from error
    try:
        config = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is no TOML: {error}.") from error
    _check(config, _Place(path, text))
    return config


def describe_config() -> str:
    """Return the configuration as TOML-like lines, without tokens.

    Raises:
        ConfigError: As `read_config`.
    """
    config = read_config()
    lines = []
    if "default_profile" in config:
        lines.append(f"default_profile = {json.dumps(config['default_profile'])}\n")
    for name, table in config.get("profiles", {}).items():
        lines.append(f"[profiles.{name}]\n")
        for key, value in table.items():
            is_token = key == "token" and isinstance(value, str)
            shown = '"***"' if is_token else json.dumps(value, ensure_ascii=False)
            lines.append(f"{key} = {shown}\n")
    return "".join(lines) or "# no profiles: `rcaudit config init` writes a file to fill in\n"


class _Place:
    """Where in the configuration file something stands, for messages."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def error(self, message: str, key: str, section: str | None = None) -> ConfigError:
        return ConfigError(f"{self._path}, line {self._line(key, section)}: {message}")

    def _line(self, key: str, section: str | None) -> int:
        start = 0
        if section is not None:
            heading = re.compile(rf"\s*\[.*{re.escape(section)}['\"]?\s*\]")
            start = self._first(heading, 0)
        here = rf"['\"]?{re.escape(key)}['\"]?"
        pattern = re.compile(rf"\s*(?:\[\s*)?(?:[\w.]+\.)?{here}\s*(?:=|\.|\])")
        return self._first(pattern, start) + 1

    def _first(self, pattern: re.Pattern[str], start: int) -> int:
        found = (
            number
            for number, line in enumerate(self._lines)
            if number >= start and pattern.match(line)
        )
        return next(found, start)


def _check(config: dict[str, Any], place: _Place) -> None:
    for key in config:
        if key not in _TOP_KEYS:
            raise place.error(f"unknown key {key!r}; known are {_join(_TOP_KEYS)}.", key)
    profiles = config.get("profiles", {})
    if not isinstance(profiles, dict):
        raise place.error("profiles must be tables: [profiles.NAME].", "profiles")
    if not isinstance(config.get("default_profile", ""), str):
        raise place.error("default_profile must be a profile's name.", "default_profile")
    for name, table in profiles.items():
        if not isinstance(table, dict):
            raise place.error(f"profile {name!r} must be a table: [profiles.{name}].", name)
        for key, value in table.items():
            _check_value(name, key, value, place)


def _check_value(name: str, key: str, value: Any, place: _Place) -> None:
    if key not in _TYPES:
        raise place.error(f"unknown key {key!r}; known are {_join(_TYPES)}.", key, name)
    if not isinstance(value, _TYPES[key]) or (isinstance(value, bool) and bool not in _TYPES[key]):
        expected = " or ".join(kind.__name__ for kind in _TYPES[key])
        raise place.error(f"{key} must be {expected}.", key, name)


def _join(names: Any) -> str:
    return ", ".join(sorted(names))


def _from_environment() -> Profile:
    values = {key: os.environ.get(variable, "") for key, variable in VARIABLES.items()}
    missing = [VARIABLES[key] for key, value in values.items() if not value]
    if missing:
        raise MissingCredentialsError(f"Not set in the environment: {', '.join(missing)}.")
    return Profile(url=values["url"], user_id=values["user_id"], token=Secret(values["token"]))


def _from_table(name: str, table: dict[str, Any]) -> Profile:
    missing = [key for key in VARIABLES if key not in table]
    if missing:
        raise MissingCredentialsError(
            f"Profile {name!r} in {config_path()} lacks {', '.join(missing)}."
        )
    settings = dict(table)
    token = _read_token(name, settings.pop("token"), settings["user_id"])
    if "ca_bundle" in settings:
        settings["ca_bundle"] = Path(settings["ca_bundle"]).expanduser()
    return Profile(name=name, token=token, **settings)


def _read_token(profile: str, source: str | dict[str, Any], user_id: str) -> Secret:
    if isinstance(source, str):
        path = config_path()
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise ConfigError(
                f"{path} holds a token and others may read it: run `chmod 600 {path}`, "
                'or take the token from elsewhere: token = { env = "VARIABLE" }.'
            )
        return Secret(source)
    readers: dict[str, Callable[[Any], str]] = {
        "env": _from_variable,
        "command": _from_command,
        "keyring": lambda _: _from_keyring(user_id),
    }
    if len(source) != 1 or not source.keys() <= readers.keys():
        raise ConfigError(
            f"Profile {profile!r} in {config_path()}: token must be one of "
            '{ env = "VARIABLE" }, { command = ["program", "argument"] } or { keyring = true }.'
        )
    [(kind, value)] = source.items()
    return Secret(readers[kind](value))


def _from_variable(variable: Any) -> str:
    value = os.environ.get(str(variable))
    if not value:
        raise MissingCredentialsError(f"Not set in the environment: {variable}.")
    return value


def _from_command(command: Any) -> str:
    if not isinstance(command, list) or not command or not all(isinstance(c, str) for c in command):
        raise ConfigError('A token\'s command must be a list of texts: ["program", "argument"].')
    try:
        done = subprocess.run(  # noqa: S603 - the user's own configuration names it
            command, stdout=subprocess.PIPE, check=True, timeout=_COMMAND_SECONDS, text=True
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError) as error:
        reason = (
            f"exit status {error.returncode}"
            if hasattr(error, "returncode")
            else type(error).__name__
        )
        raise MissingCredentialsError(
            f"The command for the token, {command[0]!r}, failed: {reason}."
        ) from None
    return done.stdout.strip()


def _from_keyring(user_id: str) -> str:
    try:
        import keyring  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ConfigError(
            "A token from the keyring needs a package: pip install 'rcaudit[keyring]'"
        ) from error
    token = keyring.get_password(KEYRING_SERVICE, user_id)
    if not token:
        raise MissingCredentialsError(
            f"The keyring has no token: run `keyring set {KEYRING_SERVICE} {user_id}`."
        )
    return token
